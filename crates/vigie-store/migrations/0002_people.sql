-- People, what they may do, and what was done. Same rules as in 0001.

INSERT INTO counter (name, value) VALUES ('person', 0), ('audit', 0);

CREATE TABLE person (
    number BIGINT PRIMARY KEY,
    -- As typed, for showing; the key is lower case.
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    -- PHC string of Argon2id; NULL until the invitation is taken up, or for those who sign in elsewhere.
    password_hash TEXT,
    -- Twenty bytes shared with the person's device; NULL without second factor.
    totp_secret BYTEA,
    -- The last step of thirty seconds whose code was used: none is used twice.
    totp_step BIGINT,
    rpps BIGINT,
    identity_issuer TEXT,
    identity_subject TEXT,
    invitation_hash BYTEA UNIQUE,
    invitation_ends_at BIGINT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    synthetic BIGINT NOT NULL
);
CREATE UNIQUE INDEX person_identity ON person (identity_issuer, identity_subject) WHERE identity_subject IS NOT NULL;

CREATE TABLE recovery_code (
    person_number BIGINT NOT NULL REFERENCES person (number),
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (person_number, code_hash)
);

CREATE TABLE membership (
    person_number BIGINT NOT NULL REFERENCES person (number),
    role TEXT NOT NULL,
    reach TEXT NOT NULL,
    PRIMARY KEY (person_number, role, reach)
);

CREATE TABLE session (
    secret_hash BYTEA NOT NULL PRIMARY KEY,
    person_number BIGINT NOT NULL REFERENCES person (number),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    factor_done BIGINT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX session_person ON session (person_number);
CREATE INDEX session_end ON session (ends_at);

-- One row per attempt to sign in. The account is a hash of what was typed: unknown ones are kept like known ones.
CREATE TABLE sign_in_attempt (
    account_hash BYTEA NOT NULL,
    address TEXT NOT NULL,
    at BIGINT NOT NULL,
    succeeded BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_account ON sign_in_attempt (account_hash, at);
CREATE INDEX sign_in_attempt_time ON sign_in_attempt (at);

-- What was done and read; rows are never changed.
CREATE TABLE audit (
    number BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    person_number BIGINT,
    token_number BIGINT,
    act TEXT NOT NULL,
    object TEXT NOT NULL,
    address TEXT NOT NULL,
    request_id TEXT NOT NULL
);
CREATE INDEX audit_person ON audit (person_number, number);
CREATE INDEX audit_act ON audit (act, number);
CREATE INDEX audit_at ON audit (at, number);

ALTER TABLE token ADD COLUMN last_used_at BIGINT;
ALTER TABLE token ADD COLUMN created_by BIGINT;
