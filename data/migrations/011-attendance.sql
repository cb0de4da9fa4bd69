-- SPDX-License-Identifier: GPL-3.0-or-later
-- One list of who comes to a session: the people whom the planner asks about and those who came are the same rows.

INSERT INTO attendance (id, hlc, device, deleted, session_id, person_id, who, role, state, note)
  SELECT k.id, k.hlc, k.device, k.deleted, k.session_id, k.person_id, '', p.role,
         CASE k.state WHEN 'called' THEN 'expected' ELSE k.state END, k.note
    FROM session_person k JOIN person p ON p.id = k.person_id;
UPDATE session_person SET deleted = 1; -- nothing reads it any more

-- Who was written down by the label of exactly one person of the case is that person. A label is not kept twice: with a
-- person, "who" is empty and the person's row says how to call them.
UPDATE attendance SET person_id =
    (SELECT p.id FROM person p JOIN court_session s ON s.case_id = p.case_id
      WHERE s.id = attendance.session_id AND p.deleted = 0 AND attendance.who IN (p.code, p.name))
  WHERE person_id IS NULL AND who <> '' AND 1 =
    (SELECT count(*) FROM person p JOIN court_session s ON s.case_id = p.case_id
      WHERE s.id = attendance.session_id AND p.deleted = 0 AND attendance.who IN (p.code, p.name));
UPDATE attendance SET who = '' WHERE person_id IS NOT NULL;

-- The witness through whom an exhibit was produced.
ALTER TABLE produced ADD COLUMN witness_id BLOB REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED;
