"""The functions of a store's owner, through which a desk writes: it has no write on any table of the store.

Each is `SECURITY DEFINER` with a pinned search path and qualified names, so that a session's temporary tables, its own
functions and its own search path change nothing about them. ADR 0042.
"""

from __future__ import annotations

from psycopg import sql

LOCK_HEAD = """CREATE FUNCTION {schema}.lock_head() RETURNS TABLE (first bigint, last bigint, officer text,
    public_key bytea, signature bytea, before bytea, frontier bytea, roles bytea, recorded_at text,
    called_at timestamptz, simulated boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF current_setting('transaction_read_only')::boolean THEN
        RAISE EXCEPTION 'a transaction that may only read' USING ERRCODE = 'read_only_sql_transaction';
    END IF;
    -- A queue, which serves writers in their order; nobody but the owner can stand in it by other means.
    LOCK TABLE {schema}.queue IN EXCLUSIVE MODE;
    RETURN QUERY SELECT c.first, c.last, c.officer, c.public_key, c.signature, h.before, h.frontier, h.roles,
        h.recorded_at, clock_timestamp(), h.simulated
        FROM {schema}.log_head AS h
        LEFT JOIN LATERAL (SELECT * FROM {schema}.commits WHERE last = h.size OFFSET 0) AS c ON true;
END $$"""

_PLANT = """CREATE FUNCTION {schema}.plant(INOUT size bigint, INOUT roots bytea[], line bytea)
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    node bytea := sha256('\\x00'::bytea || line);
    complete bigint := size;
    top integer := cardinality(roots);
BEGIN
    -- RFC 9162, 2.1: a complete subtree that finds its twin becomes a node above both.
    WHILE complete & 1 = 1 LOOP
        node := sha256('\\x01'::bytea || roots[top] || node);
        top := top - 1;
        complete := complete >> 1;
    END LOOP;
    roots := roots[1:top] || node;
    size := size + 1;
END $$"""

_ROOT = """CREATE FUNCTION {schema}.root_of(roots bytea[]) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    top integer := cardinality(roots);
    root bytea := CASE WHEN top = 0 THEN sha256('') ELSE roots[top] END;
BEGIN
    WHILE top > 1 LOOP
        top := top - 1;
        root := sha256('\\x01'::bytea || roots[top] || root);
    END LOOP;
    RETURN root;
END $$"""

_ROOTS_IN = """CREATE FUNCTION {schema}.roots_in(encoded bytea) RETURNS bytea[]
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(substr(encoded, at, 32) ORDER BY at), '{{}}')
    FROM generate_series(9, octet_length(encoded), 32) AS at
$$"""

_ENCODED = """CREATE FUNCTION {schema}.encoded(size bigint, roots bytea[]) RETURNS bytea
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT int8send(size) || coalesce((SELECT string_agg(root, ''::bytea ORDER BY n)
    FROM unnest(roots) WITH ORDINALITY AS r (root, n)), ''::bytea)
$$"""

_APPEND = """CREATE FUNCTION {schema}.append(
    streams text[], versions bigint[], names text[], instants text[], days text[], actors text[], command_ids text[],
    parts bigint[], parts_total bigint[], lines bytea[], commands bytea[], fingerprints bytea[],
    firsts bigint[], lasts bigint[], officers text[], public_keys bytea[], signatures bytea[],
    gone_subjects text[], gone_limits text[], gone_applications text[], gone_lines bigint[], gone_numbers bigint[],
    subjects text[], limits text[], applications text[], use_lines bigint[], numbers bigint[], qualifiers text[],
    used_days text[], amounts_fen bigint[],
    parties text[], key_ids text[], wrapped_keys bytea[],
    tokens bytea[], token_parties text[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    head {schema}.log_head%ROWTYPE;
    appended bigint := cardinality(lines);
    grown_size bigint;
    grown_roots bytea[];
    role_size bigint;
    role_roots bytea[];
    root_before bytea;
    of_simulation boolean;
    called timestamptz := clock_timestamp();
BEGIN
    LOCK TABLE {schema}.queue IN EXCLUSIVE MODE;
    SELECT * INTO STRICT head FROM {schema}.log_head;
    IF appended = 0 OR cardinality(firsts) = 0 THEN
        RAISE EXCEPTION 'nothing to append' USING ERRCODE = 'BL001';
    END IF;
    -- What is numbered below is a plain list: one of two dimensions, or one that begins elsewhere, hides its members.
    IF ('[1:' || appended || ']' = ALL (ARRAY[array_dims(streams), array_dims(names), array_dims(instants),
            array_dims(actors), array_dims(parts), array_dims(parts_total), array_dims(lines)])
        AND '[1:' || cardinality(firsts) || ']' = ALL (ARRAY[array_dims(firsts), array_dims(lasts)])) IS NOT TRUE THEN
        RAISE EXCEPTION 'columns are lists of one length' USING ERRCODE = 'BL001';
    END IF;
    of_simulation := head.simulated;
    IF head.size = 0 THEN
        of_simulation := of_simulation
            OR names[1] = 'log.opened.v1' AND position('"simulated":true'::bytea IN lines[1]) > 0;
    END IF;

    -- Each line begins as its columns say, each command is whole, and each stream goes on where it ended.
    PERFORM FROM (
        SELECT stream, version, name, instant, day, actor, command_id, part, total, line, command, fingerprint,
            convert_to('{{"stream":"' || stream || '","version":' || version || ',"name":"' || name
                || '","recorded_at":"' || instant || 'Z","effective_on":"' || day || '","actor":"' || actor
                || '","command_id":"' || command_id || '","part":[' || part || ',' || total || '],"data":{{', 'UTF8')
                AS beginning,
            lag(part) OVER w AS part_before, lag(total) OVER w AS total_before, lag(command_id) OVER w AS id_before,
            lag(actor) OVER w AS actor_before, lag(instant) OVER w AS instant_before,
            row_number() OVER (PARTITION BY stream ORDER BY n) AS ordinal, n
        FROM unnest(streams, versions, names, instants, days, actors, command_ids, parts, parts_total, lines,
            commands, fingerprints) WITH ORDINALITY
            AS l (stream, version, name, instant, day, actor, command_id, part, total, line, command, fingerprint, n)
        WINDOW w AS (ORDER BY n)
    ) AS l
    WHERE (
        substr(line, 1, octet_length(beginning)) = beginning AND substr(line, octet_length(line) - 1) = '\\x7d7d'
        AND stream || name || actor || command_id !~ '["\\\\[:cntrl:]]' AND to_char(day::date, 'YYYY-MM-DD') = day
        AND CASE WHEN n = 1 OR part_before = total_before THEN part = 1
            ELSE (part, total, command_id, actor, instant)
                = (part_before + 1, total_before, id_before, actor_before, instant_before) END
        AND part <= total AND (n < appended OR part = total)
        AND CASE WHEN part = total
            THEN command = decode(replace(command_id, '-', ''), 'hex') AND octet_length(command) = 16
                AND octet_length(fingerprint) = 32
            ELSE command IS NULL AND fingerprint IS NULL END
        AND version = ordinal + coalesce((SELECT max(e.version) FROM {schema}.events AS e WHERE e.stream = l.stream), 0)
    ) IS NOT TRUE;
    IF FOUND THEN
        IF EXISTS (SELECT FROM unnest(streams, versions) AS l (stream, version)
            JOIN {schema}.events AS e ON e.stream = l.stream AND e.version = l.version)
        THEN
            RAISE EXCEPTION 'a version that is taken'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'events_stream_version_key';
        END IF;
        RAISE EXCEPTION 'a line is not what its columns say' USING ERRCODE = 'BL001';
    END IF;

    -- Time does not go back and, in a log that is no simulation, is the server's.
    PERFORM FROM (
        SELECT instant, (instant || 'Z')::timestamptz AS at,
            lag((instant || 'Z')::timestamptz) OVER (ORDER BY n) AS earlier
        FROM unnest(instants) WITH ORDINALITY AS i (instant, n)
    ) AS i
    WHERE (
        instant IN (to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'),
            to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))
        AND at >= coalesce(earlier, head.recorded_at::timestamptz, at)
        AND (of_simulation OR at BETWEEN called - interval '10 minutes' AND called + interval '1 second')
    ) IS NOT TRUE;
    IF FOUND THEN
        RAISE EXCEPTION 'an instant is not the server''s' USING ERRCODE = 'BL001';
    END IF;

    -- Commits follow each other from the head to the last line; all lines of one have its officer for their actor.
    PERFORM FROM (
        SELECT first, last, officer, public_key, signature, lag(last) OVER (ORDER BY n) AS last_before, n
        FROM unnest(firsts, lasts, officers, public_keys, signatures) WITH ORDINALITY
            AS c (first, last, officer, public_key, signature, n)
    ) AS c
    WHERE (
        first = coalesce(last_before, head.size) + 1 AND first <= last AND last <= head.size + appended
        AND (n < cardinality(lasts) OR last = head.size + appended)
        AND octet_length(public_key) = 32 AND octet_length(signature) = 64
        AND parts[last - head.size] = parts_total[last - head.size]
        AND officer = ALL (actors[first - head.size : last - head.size])
    ) IS NOT TRUE;
    IF FOUND THEN
        RAISE EXCEPTION 'the commits are not those of the lines' USING ERRCODE = 'BL001';
    END IF;

    PERFORM FROM unnest(applications || gone_applications) AS a (application)
    WHERE (
        CASE
            WHEN application ~ '^(import|debt|batch)-' THEN application
            ELSE 'application-' || application
        END = ANY (streams)
    ) IS NOT TRUE;
    IF FOUND THEN
        RAISE EXCEPTION 'a use of a case that is not touched' USING ERRCODE = 'BL001';
    END IF;

    grown_size := head.size;
    grown_roots := {schema}.roots_in(head.frontier);
    role_size := ('x' || encode(substr(head.roles, 1, 8), 'hex'))::bit(64)::bigint;
    role_roots := {schema}.roots_in(head.roles);
    FOR n IN 1 .. appended LOOP
        IF grown_size = firsts[cardinality(firsts)] - 1 THEN
            root_before := {schema}.root_of(grown_roots);
        END IF;
        SELECT p.size, p.roots INTO grown_size, grown_roots FROM {schema}.plant(grown_size, grown_roots, lines[n]) AS p;
        IF streams[n] = 'log' OR starts_with(streams[n], 'officer-') THEN
            SELECT p.size, p.roots INTO role_size, role_roots
                FROM {schema}.plant(role_size, role_roots, lines[n]) AS p;
        END IF;
    END LOOP;

    INSERT INTO {schema}.events (position, stream, version, name, line, command, fingerprint)
        SELECT head.size + n, stream, version, name, line, command, fingerprint
        FROM unnest(streams, versions, names, lines, commands, fingerprints) WITH ORDINALITY
            AS l (stream, version, name, line, command, fingerprint, n);
    INSERT INTO {schema}.commits (last, first, officer, public_key, signature, login, called_at)
        SELECT last, first, officer, public_key, signature, session_user, called
        FROM unnest(firsts, lasts, officers, public_keys, signatures)
            AS c (first, last, officer, public_key, signature);
    UPDATE {schema}.log_head AS h SET size = head.size + appended, before = root_before,
        frontier = {schema}.encoded(head.size + appended, grown_roots),
        roles = {schema}.encoded(role_size, role_roots),
        recorded_at = instants[appended] || '+00:00', simulated = of_simulation;

    DELETE FROM {schema}.uses AS u USING unnest(gone_subjects, gone_limits, gone_applications, gone_lines, gone_numbers)
        AS g (subject, limit_id, application, line, number)
        WHERE (u.subject, u.limit_id, u.application, u.line, u.number)
            = (g.subject, g.limit_id, g.application, g.line, g.number);
    INSERT INTO {schema}.uses (subject, limit_id, application, line, number, qualifier, used_on, amount_fen)
        SELECT * FROM unnest(subjects, limits, applications, use_lines, numbers, qualifiers, used_days, amounts_fen);
    INSERT INTO {schema}.person_keys (party, number, key_id, wrapped)
        SELECT party, row_number() OVER (PARTITION BY party ORDER BY n)
            + coalesce((SELECT max(p.number) FROM {schema}.person_keys AS p WHERE p.party = k.party), 0),
            key_id, wrapped
        FROM unnest(parties, key_ids, wrapped_keys) WITH ORDINALITY AS k (party, key_id, wrapped, n);
    INSERT INTO {schema}.person_index (token, party)
        SELECT * FROM unnest(tokens, token_parties) ON CONFLICT DO NOTHING;
    PERFORM pg_notify('events', '');
END $$"""

FUNCTIONS = {
    "plant": _PLANT,
    "root_of": _ROOT,
    "roots_in": _ROOTS_IN,
    "encoded": _ENCODED,
    "lock_head": LOCK_HEAD,
    "append": _APPEND,
}
"""By name, in the order in which they are made."""

OF_DESKS = ("lock_head", "append")
"""What a desk may execute; everybody else may execute none of ours."""


def spelled(statement: str, schema: str) -> sql.Composed:
    """A function as it stands in a store of this schema."""
    return sql.SQL(statement).format(schema=sql.Identifier(schema))
