CREATE TABLE account (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	kind TEXT DEFAULT 'company' NOT NULL,
	main_contact_id INTEGER,
	cadence TEXT DEFAULT '' NOT NULL,
	rhythm_since TEXT DEFAULT '' NOT NULL,
	CONSTRAINT named CHECK (name <> ''),
	CONSTRAINT kind_known CHECK (kind IN ('company', 'household')),
	UNIQUE (uuid)
)
 STRICT;
CREATE TABLE article (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	link TEXT DEFAULT '' NOT NULL,
	topics TEXT DEFAULT '' NOT NULL,
	added_on TEXT DEFAULT '' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	retired_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT titled CHECK (title <> ''),
	UNIQUE (uuid)
)
 STRICT;
CREATE TABLE cadence_rule (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	scope TEXT DEFAULT '' NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	cadence TEXT DEFAULT '' NOT NULL,
	CONSTRAINT scope_known CHECK (scope IN ('role', 'level', 'tag'))
)
 STRICT;
CREATE UNIQUE INDEX cadence_rule_name ON cadence_rule (scope, name);
CREATE TABLE card_run (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	holiday TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	holiday_on TEXT DEFAULT '' NOT NULL,
	channel TEXT DEFAULT 'post' NOT NULL,
	made_on TEXT DEFAULT '' NOT NULL,
	snoozed_until TEXT DEFAULT '' NOT NULL,
	assigned_to INTEGER,
	state TEXT DEFAULT 'open' NOT NULL,
	closed_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT titled CHECK (holiday <> '' AND title <> ''),
	CONSTRAINT channel_known CHECK (channel IN ('post', 'email', 'message')),
	CONSTRAINT state_known CHECK (state IN ('open', 'done', 'dropped')),
	CONSTRAINT closed_whole CHECK ((closed_on = '') = (state = 'open')),
	UNIQUE (uuid)
)
 STRICT;
CREATE INDEX card_run_open ON card_run (state, holiday_on);
CREATE TABLE day_capacity (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	day TEXT DEFAULT '' NOT NULL,
	capacity INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT capacity_sane CHECK (capacity BETWEEN 0 AND 1440),
	UNIQUE (day)
)
 STRICT;
CREATE TABLE day_off (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	from_on TEXT DEFAULT '' NOT NULL,
	to_on TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	CONSTRAINT in_order CHECK (from_on <= to_on)
)
 STRICT;
CREATE TABLE due (
	slot_id INTEGER NOT NULL,
	contact_id INTEGER NOT NULL,
	account_id INTEGER,
	start_on TEXT DEFAULT '' NOT NULL,
	end_on TEXT DEFAULT '' NOT NULL,
	release_on TEXT DEFAULT '' NOT NULL,
	ideal_on TEXT DEFAULT '' NOT NULL,
	deadline_on TEXT DEFAULT '' NOT NULL,
	last_on TEXT DEFAULT '' NOT NULL,
	snoozed_until TEXT DEFAULT '' NOT NULL,
	cadence TEXT DEFAULT '' NOT NULL,
	rule TEXT DEFAULT '' NOT NULL,
	since_on TEXT DEFAULT '' NOT NULL,
	weight INTEGER DEFAULT '1' NOT NULL,
	role TEXT DEFAULT '' NOT NULL,
	level INTEGER,
	gap INTEGER DEFAULT '0' NOT NULL,
	quiet TEXT DEFAULT '' NOT NULL,
	city TEXT DEFAULT '' NOT NULL,
	organisation TEXT DEFAULT '' NOT NULL,
	channel TEXT DEFAULT '' NOT NULL,
	assigned_to INTEGER,
	PRIMARY KEY (slot_id)
)
 STRICT;
CREATE INDEX due_deadline ON due (deadline_on);
CREATE INDEX due_release ON due (release_on);
CREATE INDEX ix_due_account_id ON due (account_id);
CREATE INDEX ix_due_contact_id ON due (contact_id);
CREATE TABLE extent (
	id INTEGER NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	region TEXT DEFAULT '' NOT NULL,
	year INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE final_act (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	kind TEXT DEFAULT '' NOT NULL,
	at TEXT DEFAULT '' NOT NULL,
	after_id INTEGER DEFAULT '0' NOT NULL,
	kept TEXT DEFAULT '' NOT NULL,
	CONSTRAINT kind_known CHECK (kind IN ('erase', 'restore', 'migrate'))
)
 STRICT;
CREATE TABLE fulfilled (
	contact_id INTEGER NOT NULL,
	point TEXT NOT NULL,
	last_on TEXT DEFAULT '' NOT NULL,
	times INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (contact_id, point)
)
 STRICT;
CREATE TABLE groups (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	cadence TEXT DEFAULT '' NOT NULL,
	place TEXT DEFAULT '' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	ended_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT named CHECK (name <> ''),
	UNIQUE (uuid)
)
 STRICT;
CREATE TABLE holiday (
	day TEXT NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	worked INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (day)
)
 STRICT;
CREATE TABLE journal (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	at TEXT DEFAULT '' NOT NULL,
	command TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	undoes INTEGER
)
 STRICT;
CREATE INDEX ix_journal_undoes ON journal (undoes);
CREATE TABLE name_key (
	contact_id INTEGER NOT NULL,
	folded TEXT NOT NULL,
	alias INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (contact_id, folded)
)
 STRICT;
CREATE INDEX name_key_folded ON name_key (folded);
CREATE TABLE name_sound (
	contact_id INTEGER NOT NULL,
	sound TEXT NOT NULL,
	PRIMARY KEY (contact_id, sound)
)
 STRICT;
CREATE INDEX name_sound_sound ON name_sound (sound);
CREATE TABLE occasion_on (
	occasion_id INTEGER NOT NULL,
	due_on TEXT NOT NULL,
	turns INTEGER,
	PRIMARY KEY (occasion_id, due_on)
)
 STRICT;
CREATE INDEX occasion_on_day ON occasion_on (due_on);
CREATE TABLE point_rule (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	"key" TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	why TEXT DEFAULT '' NOT NULL,
	cadence TEXT DEFAULT '' NOT NULL,
	roles TEXT DEFAULT '' NOT NULL,
	channels TEXT DEFAULT '' NOT NULL,
	active INTEGER,
	minutes INTEGER,
	weight INTEGER,
	number INTEGER,
	since_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT active_truth CHECK (active IN (0, 1)),
	UNIQUE ("key")
)
 STRICT;
CREATE TABLE seal (
	table_name TEXT NOT NULL,
	block INTEGER NOT NULL,
	digest INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (table_name, block)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE setting (
	"key" TEXT NOT NULL,
	value TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY ("key")
)
 STRICT;
CREATE TABLE standing (
	contact_id INTEGER NOT NULL,
	touches INTEGER DEFAULT '0' NOT NULL,
	last_on TEXT DEFAULT '' NOT NULL,
	last_touch_id INTEGER,
	gap INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (contact_id)
)
 STRICT;
CREATE INDEX standing_last ON standing (last_on);
CREATE TABLE contact (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	level INTEGER,
	status TEXT DEFAULT 'active' NOT NULL,
	archived_reason TEXT DEFAULT '' NOT NULL,
	organisation TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	account_id INTEGER,
	preferences TEXT DEFAULT '' NOT NULL,
	how_met TEXT DEFAULT '' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	salutation TEXT DEFAULT '' NOT NULL,
	language TEXT DEFAULT '' NOT NULL,
	channel TEXT DEFAULT '' NOT NULL,
	cadence TEXT DEFAULT '' NOT NULL,
	quiet TEXT DEFAULT '' NOT NULL,
	city TEXT DEFAULT '' NOT NULL,
	basis TEXT DEFAULT 'unknown' NOT NULL,
	no_contact_on TEXT DEFAULT '' NOT NULL,
	no_contact_reason TEXT DEFAULT '' NOT NULL,
	hold_until TEXT DEFAULT '' NOT NULL,
	hold_reason TEXT DEFAULT '' NOT NULL,
	added_on TEXT DEFAULT '' NOT NULL,
	rhythm_since TEXT DEFAULT '' NOT NULL,
	level_on TEXT DEFAULT '' NOT NULL,
	verified_on TEXT DEFAULT '' NOT NULL,
	shareable INTEGER DEFAULT '0' NOT NULL,
	offers TEXT DEFAULT '' NOT NULL,
	barred TEXT DEFAULT '' NOT NULL,
	barred_reason TEXT DEFAULT '' NOT NULL,
	cards TEXT DEFAULT '' NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	CONSTRAINT named CHECK (name <> '' AND length(name) <= 1000),
	CONSTRAINT level_known CHECK (level BETWEEN 1 AND 4),
	CONSTRAINT no_contact_whole CHECK ((no_contact_on = '') = (no_contact_reason = '')),
	CONSTRAINT hold_whole CHECK ((hold_until = '') = (hold_reason = '')),
	CONSTRAINT shareable_truth CHECK (shareable IN (0, 1)),
	CONSTRAINT status_known CHECK (status IN ('active', 'dormant', 'archived')),
	CONSTRAINT basis_known CHECK (basis IN ('lawyer', 'family', 'prior relation', 'routine user', 'asked us', 'none', 'unknown')),
	CONSTRAINT channel_known CHECK (channel IN ('', 'call', 'email', 'meeting', 'meal', 'visit', 'letter', 'card', 'article', 'message')),
	UNIQUE (uuid),
	FOREIGN KEY(account_id) REFERENCES account (id)
)
 STRICT;
CREATE INDEX contact_shareable ON contact (shareable) WHERE shareable = 1;
CREATE INDEX ix_contact_account_id ON contact (account_id);
CREATE TABLE event (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	kind TEXT DEFAULT 'community' NOT NULL,
	held_on TEXT DEFAULT '' NOT NULL,
	place TEXT DEFAULT '' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	group_id INTEGER,
	attended INTEGER DEFAULT '0' NOT NULL,
	dropped INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT titled CHECK (title <> ''),
	CONSTRAINT kind_known CHECK (kind IN ('cultural', 'sports', 'seminar', 'community', 'group', 'other')),
	CONSTRAINT attended_truth CHECK (attended IN (0, 1)),
	CONSTRAINT dropped_truth CHECK (dropped IN (0, 1)),
	UNIQUE (uuid),
	FOREIGN KEY(group_id) REFERENCES groups (id)
)
 STRICT;
CREATE INDEX event_on ON event (held_on);
CREATE INDEX ix_event_group_id ON event (group_id);
CREATE TABLE journal_row (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	journal_id INTEGER NOT NULL,
	table_name TEXT DEFAULT '' NOT NULL,
	row_key TEXT DEFAULT '' NOT NULL,
	last_key INTEGER,
	"before" TEXT DEFAULT '' NOT NULL,
	"after" TEXT DEFAULT '' NOT NULL,
	FOREIGN KEY(journal_id) REFERENCES journal (id)
)
 STRICT;
CREATE INDEX ix_journal_row_journal_id ON journal_row (journal_id);
CREATE TABLE alias (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_alias_contact_id ON alias (contact_id);
CREATE TABLE appointment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	contact_id INTEGER NOT NULL,
	due_on TEXT DEFAULT '' NOT NULL,
	channel TEXT DEFAULT 'meeting' NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	state TEXT DEFAULT 'open' NOT NULL,
	assigned_to INTEGER,
	CONSTRAINT state_known CHECK (state IN ('open', 'done', 'dropped')),
	UNIQUE (uuid),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX appointment_on ON appointment (state, due_on);
CREATE INDEX ix_appointment_contact_id ON appointment (contact_id);
CREATE TABLE card (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	run_id INTEGER NOT NULL,
	contact_id INTEGER NOT NULL,
	together INTEGER,
	why TEXT DEFAULT '' NOT NULL,
	post_by_on TEXT DEFAULT '' NOT NULL,
	state TEXT DEFAULT 'open' NOT NULL,
	sent_on TEXT DEFAULT '' NOT NULL,
	received_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT state_known CHECK (state IN ('open', 'sent', 'returned', 'dropped')),
	FOREIGN KEY(run_id) REFERENCES card_run (id),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE UNIQUE INDEX card_once ON card (run_id, contact_id);
CREATE INDEX ix_card_contact_id ON card (contact_id);
CREATE TABLE client_plan (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	contact_id INTEGER NOT NULL,
	goal TEXT DEFAULT '' NOT NULL,
	team TEXT DEFAULT '' NOT NULL,
	made_on TEXT DEFAULT '' NOT NULL,
	reviewed_on TEXT DEFAULT '' NOT NULL,
	review_on TEXT DEFAULT '' NOT NULL,
	ended_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT aimed CHECK (goal <> ''),
	UNIQUE (uuid),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_client_plan_contact_id ON client_plan (contact_id);
CREATE TABLE guest (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	event_id INTEGER NOT NULL,
	contact_id INTEGER NOT NULL,
	state TEXT DEFAULT 'listed' NOT NULL,
	invited_on TEXT DEFAULT '' NOT NULL,
	answered_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT state_known CHECK (state IN ('listed', 'invited', 'accepted', 'declined', 'came', 'missed')),
	FOREIGN KEY(event_id) REFERENCES event (id),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE UNIQUE INDEX guest_once ON guest (event_id, contact_id);
CREATE INDEX ix_guest_contact_id ON guest (contact_id);
CREATE TABLE label (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL,
	kind TEXT DEFAULT '' NOT NULL,
	value TEXT DEFAULT '' NOT NULL,
	CONSTRAINT kind_known CHECK (kind IN ('tag', 'interest')),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_label_contact_id ON label (contact_id);
CREATE INDEX label_value ON label (kind, value);
CREATE TABLE matter (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	contact_id INTEGER NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	opened_on TEXT DEFAULT '' NOT NULL,
	closed_on TEXT DEFAULT '' NOT NULL,
	fee INTEGER,
	note TEXT DEFAULT '' NOT NULL,
	CONSTRAINT titled CHECK (title <> ''),
	CONSTRAINT fee_sane CHECK (fee >= 0),
	UNIQUE (uuid),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_matter_contact_id ON matter (contact_id);
CREATE TABLE membership (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	group_id INTEGER NOT NULL,
	contact_id INTEGER NOT NULL,
	since_on TEXT DEFAULT '' NOT NULL,
	FOREIGN KEY(group_id) REFERENCES groups (id),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_membership_contact_id ON membership (contact_id);
CREATE UNIQUE INDEX membership_once ON membership (group_id, contact_id);
CREATE TABLE occasion (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	contact_id INTEGER NOT NULL,
	kind TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	date TEXT DEFAULT '' NOT NULL,
	CONSTRAINT kind_known CHECK (kind IN ('birthday', 'anniversary', 'holiday', 'success', 'free')),
	UNIQUE (uuid),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_occasion_contact_id ON occasion (contact_id);
CREATE TABLE point_off (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL,
	point TEXT DEFAULT '' NOT NULL,
	since_on TEXT DEFAULT '' NOT NULL,
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE UNIQUE INDEX point_off_once ON point_off (contact_id, point);
CREATE TABLE promise (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	contact_id INTEGER NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	made_on TEXT DEFAULT '' NOT NULL,
	due_on TEXT DEFAULT '' NOT NULL,
	state TEXT DEFAULT 'open' NOT NULL,
	closed_on TEXT DEFAULT '' NOT NULL,
	assigned_to INTEGER,
	CONSTRAINT state_known CHECK (state IN ('open', 'kept', 'dropped')),
	CONSTRAINT said CHECK (text <> ''),
	UNIQUE (uuid),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_promise_contact_id ON promise (contact_id);
CREATE INDEX promise_due ON promise (state, due_on);
CREATE TABLE reach (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL,
	kind TEXT DEFAULT '' NOT NULL,
	value TEXT DEFAULT '' NOT NULL,
	label TEXT DEFAULT '' NOT NULL,
	folded TEXT DEFAULT '' NOT NULL,
	rank INTEGER DEFAULT '0' NOT NULL,
	bounced INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT kind_known CHECK (kind IN ('email', 'phone', 'address', 'handle')),
	CONSTRAINT bounced_truth CHECK (bounced IN (0, 1)),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_reach_contact_id ON reach (contact_id);
CREATE INDEX reach_folded ON reach (kind, folded);
CREATE TABLE research (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL,
	noted_on TEXT DEFAULT '' NOT NULL,
	problem TEXT DEFAULT '' NOT NULL,
	help TEXT DEFAULT '' NOT NULL,
	CONSTRAINT said CHECK (problem <> ''),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_research_contact_id ON research (contact_id);
CREATE TABLE review (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL,
	point TEXT DEFAULT '' NOT NULL,
	reviewed_on TEXT DEFAULT '' NOT NULL,
	decision TEXT DEFAULT '' NOT NULL,
	again_on TEXT DEFAULT '' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX review_of ON review (contact_id, point);
CREATE TABLE role_held (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL,
	role TEXT DEFAULT '' NOT NULL,
	since_on TEXT DEFAULT '' NOT NULL,
	until_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT role_known CHECK (role IN ('client', 'former', 'referrer', 'prospect', 'professional', 'connection', 'colleague', 'circle', 'assistant')),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_role_held_contact_id ON role_held (contact_id);
CREATE INDEX role_held_role ON role_held (role, until_on);
CREATE TABLE service (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	colleague_id INTEGER,
	retired_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT titled CHECK (title <> ''),
	UNIQUE (uuid),
	FOREIGN KEY(colleague_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_service_colleague_id ON service (colleague_id);
CREATE TABLE source (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	shape TEXT DEFAULT '' NOT NULL,
	uid TEXT DEFAULT '' NOT NULL,
	print TEXT DEFAULT '' NOT NULL,
	seen TEXT DEFAULT '' NOT NULL,
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_source_contact_id ON source (contact_id);
CREATE INDEX source_print ON source (print);
CREATE INDEX source_uid ON source (uid);
CREATE TABLE task (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	kind TEXT DEFAULT '' NOT NULL,
	point TEXT DEFAULT '' NOT NULL,
	contact_id INTEGER,
	cause TEXT DEFAULT '' NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	release_on TEXT DEFAULT '' NOT NULL,
	due_on TEXT DEFAULT '' NOT NULL,
	cadence TEXT DEFAULT '' NOT NULL,
	after_on TEXT DEFAULT '' NOT NULL,
	snoozed_until TEXT DEFAULT '' NOT NULL,
	assigned_to INTEGER,
	state TEXT DEFAULT 'open' NOT NULL,
	closed_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT kind_known CHECK (kind IN ('congratulate', 'thank', 'close-loop', 'materials', 'research', 'complaint', 'reply', 'review', 'means', 'own')),
	CONSTRAINT state_known CHECK (state IN ('open', 'done', 'dropped')),
	CONSTRAINT closed_whole CHECK ((closed_on = '') = (state = 'open')),
	UNIQUE (uuid),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_task_contact_id ON task (contact_id);
CREATE INDEX task_cause ON task (cause);
CREATE INDEX task_open ON task (state, due_on);
CREATE TABLE told_apart (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER NOT NULL,
	other_id INTEGER NOT NULL,
	told_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT two CHECK (contact_id <> other_id),
	FOREIGN KEY(contact_id) REFERENCES contact (id),
	FOREIGN KEY(other_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_told_apart_other_id ON told_apart (other_id);
CREATE UNIQUE INDEX told_apart_pair ON told_apart (contact_id, other_id);
CREATE TABLE touch (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	contact_id INTEGER,
	touched_on TEXT DEFAULT '' NOT NULL,
	channel TEXT DEFAULT '' NOT NULL,
	direction TEXT DEFAULT 'out' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	minutes INTEGER,
	tried INTEGER DEFAULT '0' NOT NULL,
	work INTEGER DEFAULT '0' NOT NULL,
	private INTEGER DEFAULT '0' NOT NULL,
	mass INTEGER DEFAULT '0' NOT NULL,
	point TEXT DEFAULT '' NOT NULL,
	score INTEGER,
	together INTEGER,
	needs_reply INTEGER DEFAULT '0' NOT NULL,
	article_id INTEGER,
	CONSTRAINT channel_known CHECK (channel IN ('', 'call', 'email', 'meeting', 'meal', 'visit', 'letter', 'card', 'article', 'message')),
	CONSTRAINT direction_known CHECK (direction IN ('out', 'in')),
	CONSTRAINT minutes_sane CHECK (minutes BETWEEN 0 AND 10080),
	CONSTRAINT score_sane CHECK (score BETWEEN 0 AND 10),
	CONSTRAINT tried_truth CHECK (tried IN (0, 1)),
	CONSTRAINT work_truth CHECK (work IN (0, 1)),
	CONSTRAINT private_truth CHECK (private IN (0, 1)),
	CONSTRAINT mass_truth CHECK (mass IN (0, 1)),
	CONSTRAINT needs_reply_truth CHECK (needs_reply IN (0, 1)),
	FOREIGN KEY(contact_id) REFERENCES contact (id),
	FOREIGN KEY(article_id) REFERENCES article (id)
)
 STRICT;
CREATE INDEX touch_of ON touch (contact_id, touched_on, direction, channel, tried, mass);
CREATE INDEX touch_on ON touch (touched_on);
CREATE INDEX touch_scored ON touch (contact_id, touched_on) WHERE score IS NOT NULL;
CREATE INDEX touch_sent ON touch (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX touch_waiting ON touch (touched_on) WHERE needs_reply = 1;
CREATE TABLE plan_step (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	plan_id INTEGER NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	due_on TEXT DEFAULT '' NOT NULL,
	done_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT said CHECK (text <> ''),
	FOREIGN KEY(plan_id) REFERENCES client_plan (id)
)
 STRICT;
CREATE INDEX ix_plan_step_plan_id ON plan_step (plan_id);
CREATE TABLE referral (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	referrer_id INTEGER NOT NULL,
	referred_id INTEGER,
	name TEXT DEFAULT '' NOT NULL,
	referred_on TEXT DEFAULT '' NOT NULL,
	outcome TEXT DEFAULT 'open' NOT NULL,
	thanked_on TEXT DEFAULT '' NOT NULL,
	may_tell INTEGER DEFAULT '0' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	closed_on TEXT DEFAULT '' NOT NULL,
	matter_id INTEGER,
	CONSTRAINT outcome_known CHECK (outcome IN ('open', 'client', 'declined')),
	CONSTRAINT not_oneself CHECK (referrer_id <> referred_id),
	CONSTRAINT may_tell_truth CHECK (may_tell IN (0, 1)),
	UNIQUE (uuid),
	FOREIGN KEY(referrer_id) REFERENCES contact (id),
	FOREIGN KEY(referred_id) REFERENCES contact (id),
	FOREIGN KEY(matter_id) REFERENCES matter (id)
)
 STRICT;
CREATE INDEX ix_referral_matter_id ON referral (matter_id);
CREATE INDEX ix_referral_referred_id ON referral (referred_id);
CREATE INDEX ix_referral_referrer_id ON referral (referrer_id);
CREATE TABLE service_use (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	service_id INTEGER NOT NULL,
	contact_id INTEGER NOT NULL,
	since_on TEXT DEFAULT '' NOT NULL,
	FOREIGN KEY(service_id) REFERENCES service (id),
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT;
CREATE INDEX ix_service_use_contact_id ON service_use (contact_id);
CREATE UNIQUE INDEX service_use_once ON service_use (service_id, contact_id);
CREATE TABLE slot (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	uuid TEXT DEFAULT '' NOT NULL,
	contact_id INTEGER,
	account_id INTEGER,
	occasion_id INTEGER,
	after_on TEXT DEFAULT '' NOT NULL,
	snoozed_until TEXT DEFAULT '' NOT NULL,
	assigned_to INTEGER,
	closed_on TEXT DEFAULT '' NOT NULL,
	outcome TEXT DEFAULT '' NOT NULL,
	CONSTRAINT one_owner CHECK ((contact_id IS NOT NULL) + (account_id IS NOT NULL) + (occasion_id IS NOT NULL) = 1),
	CONSTRAINT outcome_known CHECK (outcome IN ('', 'done', 'skipped', 'ended')),
	CONSTRAINT closed_whole CHECK ((closed_on = '') = (outcome = '')),
	UNIQUE (uuid),
	FOREIGN KEY(contact_id) REFERENCES contact (id),
	FOREIGN KEY(account_id) REFERENCES account (id),
	FOREIGN KEY(occasion_id) REFERENCES occasion (id)
)
 STRICT;
CREATE INDEX ix_slot_account_id ON slot (account_id);
CREATE INDEX ix_slot_contact_id ON slot (contact_id);
CREATE INDEX ix_slot_occasion_id ON slot (occasion_id);
CREATE UNIQUE INDEX slot_open_account ON slot (account_id) WHERE closed_on = '' AND account_id IS NOT NULL;
CREATE UNIQUE INDEX slot_open_contact ON slot (contact_id) WHERE closed_on = '' AND contact_id IS NOT NULL;
CREATE UNIQUE INDEX slot_open_occasion ON slot (occasion_id) WHERE closed_on = '' AND occasion_id IS NOT NULL;
CREATE VIRTUAL TABLE person_text USING fts5(name, place, tags, note, ways, tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE said_text USING fts5(words, tokenize = 'unicode61 remove_diacritics 0', columnsize = 0);
