from tests.safety.test_attacks import *
import cProfile,pstats
def test_x(run, filled, isolation):
    shutil.copytree(filled, isolation)
    t=time.time(); poison(isolation, DAILY["a megabyte"]); print('poison',time.time()-t)
    slow=[]
    for line in reads():
        t=time.time(); e=run(*split(line)); d=time.time()-t
        if d>.5: print(line,round(d,1), len(e.out)); slow.append((d,line))
    line=max(slow)[1]
    pr=cProfile.Profile(); pr.enable(); run(*split(line)); pr.disable(); pstats.Stats(pr).sort_stats('tottime').print_stats(8)
    assert 0
