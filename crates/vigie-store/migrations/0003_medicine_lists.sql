-- Lists of medicines that people keep. Same rules as in 0001.

INSERT INTO counter (name, value) VALUES ('medicine_list', 0);

CREATE TABLE medicine_list (
    number BIGINT PRIMARY KEY,
    person_number BIGINT NOT NULL REFERENCES person (number),
    name TEXT NOT NULL,
    -- Thirty-two random bytes in the address of the list's feed. Kept as they are, since their owner is shown the address
    -- again, and whoever reads this table reads the list itself beside them.
    feed_secret BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX medicine_list_person ON medicine_list (person_number, number);

CREATE TABLE medicine_list_item (
    list_number BIGINT NOT NULL REFERENCES medicine_list (number),
    -- A CIS of eight digits or a CIP13 of thirteen.
    code BIGINT NOT NULL,
    PRIMARY KEY (list_number, code)
);
