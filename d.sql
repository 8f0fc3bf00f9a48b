--
-- PostgreSQL database dump
--

\restrict ZdzVxraJbYasabeP3qSjkblRx0PHMKLoSF2tSu4QaNNMzaxtgcqI2UGqFv58ele

-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: activities; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.activities (
    id bigint NOT NULL,
    workspace_id character varying(32) NOT NULL,
    actor_id character varying(32),
    verb character varying(32) NOT NULL,
    subject_kind character varying(32) NOT NULL,
    subject_id bigint NOT NULL,
    topic_id bigint,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.activities OWNER TO postgres;

--
-- Name: activities_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.activities_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.activities_id_seq OWNER TO postgres;

--
-- Name: activities_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.activities_id_seq OWNED BY public.activities.id;


--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


ALTER TABLE public.alembic_version OWNER TO postgres;

--
-- Name: answers; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.answers (
    id bigint NOT NULL,
    workspace_id character varying(32) NOT NULL,
    question_id bigint NOT NULL,
    author_id character varying(32) NOT NULL,
    channel_id character varying(32) NOT NULL,
    ts character varying(32) NOT NULL,
    text text NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone
);


ALTER TABLE public.answers OWNER TO postgres;

--
-- Name: answers_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.answers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.answers_id_seq OWNER TO postgres;

--
-- Name: answers_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.answers_id_seq OWNED BY public.answers.id;


--
-- Name: channels; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.channels (
    workspace_id character varying(32) NOT NULL,
    id character varying(32) NOT NULL,
    name text NOT NULL,
    is_private boolean NOT NULL,
    is_archived boolean NOT NULL,
    bot_is_in boolean NOT NULL
);


ALTER TABLE public.channels OWNER TO postgres;

--
-- Name: deliveries; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.deliveries (
    workspace_id character varying(32) NOT NULL,
    key character varying(128) NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.deliveries OWNER TO postgres;

--
-- Name: follows; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.follows (
    question_id bigint NOT NULL,
    member_id character varying(32) NOT NULL,
    workspace_id character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.follows OWNER TO postgres;

--
-- Name: lanes; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.lanes (
    workspace_id character varying(32) NOT NULL,
    recipient_id character varying(32) NOT NULL,
    free_at timestamp with time zone NOT NULL
);


ALTER TABLE public.lanes OWNER TO postgres;

--
-- Name: members; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.members (
    workspace_id character varying(32) NOT NULL,
    id character varying(32) NOT NULL,
    name text NOT NULL,
    zone text NOT NULL,
    slack_admin boolean NOT NULL,
    appointed character varying(16),
    is_guest boolean NOT NULL,
    is_bot boolean NOT NULL,
    is_gone boolean NOT NULL,
    dm_channel_id character varying(32)
);


ALTER TABLE public.members OWNER TO postgres;

--
-- Name: outbox; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.outbox (
    id bigint NOT NULL,
    workspace_id character varying(32) NOT NULL,
    key text NOT NULL,
    token character varying(32) NOT NULL,
    kind character varying(64) NOT NULL,
    subject_id bigint NOT NULL,
    recipient_id character varying(32) NOT NULL,
    channel_id character varying(32),
    message_ts character varying(32),
    state character varying(16) NOT NULL,
    reason text,
    wanted integer NOT NULL,
    said integer NOT NULL,
    attempts integer NOT NULL,
    due_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    lease_owner character varying(64),
    lease_until timestamp with time zone,
    uncertain boolean NOT NULL,
    tried_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);


ALTER TABLE public.outbox OWNER TO postgres;

--
-- Name: outbox_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.outbox_id_seq OWNER TO postgres;

--
-- Name: outbox_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;


--
-- Name: question_search; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.question_search (
    question_id bigint NOT NULL,
    terms text NOT NULL,
    vector tsvector NOT NULL
);


ALTER TABLE public.question_search OWNER TO postgres;

--
-- Name: question_topics; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.question_topics (
    question_id bigint NOT NULL,
    topic_id bigint NOT NULL,
    workspace_id character varying(32) NOT NULL,
    "position" integer NOT NULL
);


ALTER TABLE public.question_topics OWNER TO postgres;

--
-- Name: questions; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.questions (
    id bigint NOT NULL,
    workspace_id character varying(32) NOT NULL,
    asker_id character varying(32) NOT NULL,
    anonymous boolean NOT NULL,
    text text NOT NULL,
    details text NOT NULL,
    source_link text,
    channel_id character varying(32) NOT NULL,
    message_ts character varying(32),
    state character varying(16) NOT NULL,
    request_key text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    accepted_answer_id bigint,
    accepted_by character varying(32),
    accepted_how character varying(16),
    deflected_to bigint,
    checks integer NOT NULL
);


ALTER TABLE public.questions OWNER TO postgres;

--
-- Name: questions_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.questions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.questions_id_seq OWNER TO postgres;

--
-- Name: questions_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.questions_id_seq OWNED BY public.questions.id;


--
-- Name: topics; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.topics (
    id bigint NOT NULL,
    workspace_id character varying(32) NOT NULL,
    name text NOT NULL
);


ALTER TABLE public.topics OWNER TO postgres;

--
-- Name: topics_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.topics_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.topics_id_seq OWNER TO postgres;

--
-- Name: topics_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.topics_id_seq OWNED BY public.topics.id;


--
-- Name: workspaces; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.workspaces (
    id character varying(32) NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    bot_user_id character varying(32) NOT NULL
);


ALTER TABLE public.workspaces OWNER TO postgres;

--
-- Name: activities id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.activities ALTER COLUMN id SET DEFAULT nextval('public.activities_id_seq'::regclass);


--
-- Name: answers id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.answers ALTER COLUMN id SET DEFAULT nextval('public.answers_id_seq'::regclass);


--
-- Name: outbox id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);


--
-- Name: questions id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.questions ALTER COLUMN id SET DEFAULT nextval('public.questions_id_seq'::regclass);


--
-- Name: topics id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.topics ALTER COLUMN id SET DEFAULT nextval('public.topics_id_seq'::regclass);


--
-- Data for Name: activities; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.activities (id, workspace_id, actor_id, verb, subject_kind, subject_id, topic_id, at) FROM stdin;
\.


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.alembic_version (version_num) FROM stdin;
0001
\.


--
-- Data for Name: answers; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.answers (id, workspace_id, question_id, author_id, channel_id, ts, text, answered_at, edited_at, deleted_at) FROM stdin;
\.


--
-- Data for Name: channels; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.channels (workspace_id, id, name, is_private, is_archived, bot_is_in) FROM stdin;
\.


--
-- Data for Name: deliveries; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.deliveries (workspace_id, key, at) FROM stdin;
\.


--
-- Data for Name: follows; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.follows (question_id, member_id, workspace_id, at) FROM stdin;
\.


--
-- Data for Name: lanes; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.lanes (workspace_id, recipient_id, free_at) FROM stdin;
\.


--
-- Data for Name: members; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.members (workspace_id, id, name, zone, slack_admin, appointed, is_guest, is_bot, is_gone, dm_channel_id) FROM stdin;
\.


--
-- Data for Name: outbox; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.outbox (id, workspace_id, key, token, kind, subject_id, recipient_id, channel_id, message_ts, state, reason, wanted, said, attempts, due_at, expires_at, lease_owner, lease_until, uncertain, tried_at, created_at, ended_at) FROM stdin;
\.


--
-- Data for Name: question_search; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.question_search (question_id, terms, vector) FROM stdin;
\.


--
-- Data for Name: question_topics; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.question_topics (question_id, topic_id, workspace_id, "position") FROM stdin;
\.


--
-- Data for Name: questions; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.questions (id, workspace_id, asker_id, anonymous, text, details, source_link, channel_id, message_ts, state, request_key, asked_at, answered_at, accepted_answer_id, accepted_by, accepted_how, deflected_to, checks) FROM stdin;
\.


--
-- Data for Name: topics; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.topics (id, workspace_id, name) FROM stdin;
\.


--
-- Data for Name: workspaces; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.workspaces (id, name, url, bot_user_id) FROM stdin;
\.


--
-- Name: activities_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.activities_id_seq', 1, false);


--
-- Name: answers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.answers_id_seq', 1, false);


--
-- Name: outbox_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.outbox_id_seq', 1, false);


--
-- Name: questions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.questions_id_seq', 1, false);


--
-- Name: topics_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.topics_id_seq', 1, false);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: activities pk_activities; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT pk_activities PRIMARY KEY (id);


--
-- Name: answers pk_answers; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.answers
    ADD CONSTRAINT pk_answers PRIMARY KEY (id);


--
-- Name: channels pk_channels; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.channels
    ADD CONSTRAINT pk_channels PRIMARY KEY (workspace_id, id);


--
-- Name: deliveries pk_deliveries; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT pk_deliveries PRIMARY KEY (workspace_id, key);


--
-- Name: follows pk_follows; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.follows
    ADD CONSTRAINT pk_follows PRIMARY KEY (question_id, member_id);


--
-- Name: lanes pk_lanes; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.lanes
    ADD CONSTRAINT pk_lanes PRIMARY KEY (workspace_id, recipient_id);


--
-- Name: members pk_members; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.members
    ADD CONSTRAINT pk_members PRIMARY KEY (workspace_id, id);


--
-- Name: outbox pk_outbox; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);


--
-- Name: question_topics pk_question_topics; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.question_topics
    ADD CONSTRAINT pk_question_topics PRIMARY KEY (question_id, topic_id);


--
-- Name: questions pk_questions; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.questions
    ADD CONSTRAINT pk_questions PRIMARY KEY (id);


--
-- Name: topics pk_topics; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.topics
    ADD CONSTRAINT pk_topics PRIMARY KEY (id);


--
-- Name: workspaces pk_workspaces; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.workspaces
    ADD CONSTRAINT pk_workspaces PRIMARY KEY (id);


--
-- Name: question_search question_search_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.question_search
    ADD CONSTRAINT question_search_pkey PRIMARY KEY (question_id);


--
-- Name: answers uq_answers_workspace_id_channel_id_ts; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.answers
    ADD CONSTRAINT uq_answers_workspace_id_channel_id_ts UNIQUE (workspace_id, channel_id, ts);


--
-- Name: outbox uq_outbox_workspace_id_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT uq_outbox_workspace_id_key UNIQUE (workspace_id, key);


--
-- Name: questions uq_questions_workspace_id_channel_id_message_ts; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.questions
    ADD CONSTRAINT uq_questions_workspace_id_channel_id_message_ts UNIQUE (workspace_id, channel_id, message_ts);


--
-- Name: questions uq_questions_workspace_id_request_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.questions
    ADD CONSTRAINT uq_questions_workspace_id_request_key UNIQUE (workspace_id, request_key);


--
-- Name: topics uq_topics_workspace_id_name; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.topics
    ADD CONSTRAINT uq_topics_workspace_id_name UNIQUE (workspace_id, name);


--
-- Name: ix_activities_workspace_id_at; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_activities_workspace_id_at ON public.activities USING btree (workspace_id, at);


--
-- Name: ix_activities_workspace_id_verb_at; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_activities_workspace_id_verb_at ON public.activities USING btree (workspace_id, verb, at);


--
-- Name: ix_answers_question_id; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_answers_question_id ON public.answers USING btree (question_id);


--
-- Name: ix_deliveries_at; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_deliveries_at ON public.deliveries USING btree (at);


--
-- Name: ix_outbox_kind_subject_id; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_outbox_kind_subject_id ON public.outbox USING btree (kind, subject_id);


--
-- Name: ix_outbox_owed; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_outbox_owed ON public.outbox USING btree (workspace_id, recipient_id, due_at) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'sending'::character varying])::text[]));


--
-- Name: ix_question_search_terms; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_question_search_terms ON public.question_search USING gin (array_to_tsvector(string_to_array(terms, ' '::text))) WITH (fastupdate=off);


--
-- Name: ix_question_search_vector; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_question_search_vector ON public.question_search USING gin (vector) WITH (fastupdate=off);


--
-- Name: ix_question_topics_topic_id; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_question_topics_topic_id ON public.question_topics USING btree (topic_id);


--
-- Name: ix_questions_workspace_id_asker_id_asked_at; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX ix_questions_workspace_id_asker_id_asked_at ON public.questions USING btree (workspace_id, asker_id, asked_at);


--
-- Name: activities fk_activities_topic_id; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT fk_activities_topic_id FOREIGN KEY (topic_id) REFERENCES public.topics(id);


--
-- Name: answers fk_answers_question_id; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.answers
    ADD CONSTRAINT fk_answers_question_id FOREIGN KEY (question_id) REFERENCES public.questions(id);


--
-- Name: follows fk_follows_question_id; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.follows
    ADD CONSTRAINT fk_follows_question_id FOREIGN KEY (question_id) REFERENCES public.questions(id);


--
-- Name: question_topics fk_question_topics_question_id; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.question_topics
    ADD CONSTRAINT fk_question_topics_question_id FOREIGN KEY (question_id) REFERENCES public.questions(id);


--
-- Name: question_topics fk_question_topics_topic_id; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.question_topics
    ADD CONSTRAINT fk_question_topics_topic_id FOREIGN KEY (topic_id) REFERENCES public.topics(id);


--
-- Name: question_search question_search_question_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.question_search
    ADD CONSTRAINT question_search_question_id_fkey FOREIGN KEY (question_id) REFERENCES public.questions(id);


--
-- PostgreSQL database dump complete
--

\unrestrict ZdzVxraJbYasabeP3qSjkblRx0PHMKLoSF2tSu4QaNNMzaxtgcqI2UGqFv58ele

