-- Who people are for other services that let them sign in, and what comes with it. Same rules as in 0001.

CREATE TABLE identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_number BIGINT NOT NULL REFERENCES person (number),
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject),
    -- A service knows a person once.
    UNIQUE (person_number, issuer)
);
INSERT INTO identity (issuer, subject, person_number, linked_at)
    SELECT identity_issuer, identity_subject, number, created_at FROM person WHERE identity_subject IS NOT NULL;
DROP INDEX person_identity;
ALTER TABLE person DROP COLUMN identity_issuer;
ALTER TABLE person DROP COLUMN identity_subject;
CREATE INDEX person_rpps ON person (rpps);

-- The service whose word gave the role, by its issuer; NULL when an operator did.
ALTER TABLE membership ADD COLUMN granted_by TEXT;

-- The service by which the person signed in, and its token, which says whose session to end there.
ALTER TABLE session ADD COLUMN provider TEXT;
ALTER TABLE session ADD COLUMN identity_token TEXT;

-- Sign-ins under way at another service. The secret is in a cookie of the browser, and nowhere else.
CREATE TABLE pending_sign_in (
    secret_hash BYTEA NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    language TEXT NOT NULL,
    next TEXT NOT NULL,
    form TEXT NOT NULL,
    -- Who adds this way of signing in to her account; NULL when somebody signs in.
    person_number BIGINT,
    ends_at BIGINT NOT NULL
);
CREATE INDEX pending_sign_in_end ON pending_sign_in (ends_at);

-- Tokens are listed newest first, all or those of one holder.
CREATE INDEX token_site ON token (site_number, number);
CREATE INDEX token_organisation ON token (organisation_number, number);
