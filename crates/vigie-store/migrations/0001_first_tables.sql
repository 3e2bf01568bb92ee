-- Written for PostgreSQL. For SQLite two spellings are replaced when the migration is read
-- (see src/migration.rs): BYTEA, and BIGINT PRIMARY KEY.
--
-- One rule keeps both engines alike: every integer is BIGINT, every text TEXT, every byte string BYTEA.
-- Days are epoch days, instants microseconds since 1970-01-01 UTC, truth values 0 and 1.

-- The next dense number of each kind. Updating the row inside a transaction is also the lock
-- that gives writers one order.
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('journal', 0), ('organisation', 0), ('pack_number', 0), ('site', 0), ('token', 0);

CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE organisation (
    number BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE site (
    number BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tier TEXT NOT NULL,
    department TEXT NOT NULL,
    municipality TEXT NOT NULL,
    organisation BIGINT NOT NULL REFERENCES organisation (number),
    expected_from BIGINT NOT NULL,
    expected_until BIGINT,
    synthetic BIGINT NOT NULL
);

CREATE TABLE pack_number (
    number BIGINT PRIMARY KEY,
    cip13 BIGINT NOT NULL UNIQUE
);

CREATE TABLE token (
    number BIGINT PRIMARY KEY,
    secret_hash BYTEA NOT NULL UNIQUE,
    site_number BIGINT REFERENCES site (number),
    organisation_number BIGINT REFERENCES organisation (number),
    verbs TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_day BIGINT,
    CHECK ((site_number IS NULL) <> (organisation_number IS NULL))
);

-- The truth: one row per accepted entry, never changed. The payload is last, so that a receipt is
-- read without it.
CREATE TABLE journal (
    number BIGINT PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    site_number BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    line_count BIGINT NOT NULL,
    quarantined_count BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    idempotency_key TEXT,
    payload BYTEA NOT NULL
);
-- The same content for the same day of the same site is the same report. The day comes first, so that
-- the reports of a day, arriving in the order of nobody, all fall into one small part of the index.
CREATE UNIQUE INDEX journal_content ON journal (as_of, site_number, digest, kind);
CREATE UNIQUE INDEX journal_idempotency_key ON journal (site_number, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

CREATE TABLE quarantine (
    journal_number BIGINT NOT NULL REFERENCES journal (number),
    row_in_report BIGINT NOT NULL,
    code TEXT NOT NULL,
    reason BIGINT NOT NULL,
    released_by BIGINT REFERENCES journal (number),
    PRIMARY KEY (journal_number, row_in_report)
);
CREATE INDEX quarantine_unreleased ON quarantine (code, reason) WHERE released_by IS NULL;

CREATE TABLE file (
    key TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    day BIGINT NOT NULL,
    from_number BIGINT NOT NULL,
    to_number BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL
);
CREATE INDEX file_day ON file (kind, day);
