"""How a database strikes off rows that are no longer as they stand in a pack.

Whoever changes or deletes a row, the program or a person at the database's own prompt: what is read
of packs (see `geodata.packed_rows`) stays true. Statements by the name of the database's dialect.
"""

STRIKE_OFF = {
    "sqlite": (
        """
        CREATE TRIGGER incidents_deleted AFTER DELETE ON incidents
        WHEN OLD.pack_id IS NOT NULL BEGIN
            INSERT OR IGNORE INTO struck_off VALUES (OLD.pack_id, OLD.incident_id);
        END
        """,
        """
        CREATE TRIGGER incidents_packed_anew AFTER UPDATE ON incidents
        WHEN OLD.pack_id IS NOT NULL AND OLD.pack_id IS NOT NEW.pack_id BEGIN
            INSERT OR IGNORE INTO struck_off VALUES (OLD.pack_id, OLD.incident_id);
        END
        """,
        """
        CREATE TRIGGER incidents_changed AFTER UPDATE ON incidents
        WHEN OLD.pack_id IS NOT NULL AND OLD.pack_id IS NEW.pack_id BEGIN
            UPDATE incidents SET pack_id = NULL WHERE incident_id = OLD.incident_id;
            INSERT OR IGNORE INTO struck_off VALUES (OLD.pack_id, OLD.incident_id);
        END
        """,
    ),
    "postgresql": (
        """
        CREATE FUNCTION incidents_strike_off() RETURNS trigger LANGUAGE plpgsql
        SET search_path FROM CURRENT AS $$
        BEGIN
            INSERT INTO struck_off VALUES (OLD.pack_id, OLD.incident_id) ON CONFLICT DO NOTHING;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            IF NEW.pack_id = OLD.pack_id THEN
                NEW.pack_id := NULL;
            END IF;
            RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER incidents_strike_off BEFORE UPDATE OR DELETE ON incidents
        FOR EACH ROW WHEN (OLD.pack_id IS NOT NULL) EXECUTE FUNCTION incidents_strike_off()
        """,
    ),
}
