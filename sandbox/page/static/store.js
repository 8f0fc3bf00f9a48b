// What the page knows: who you are, what is shown, how it is fetched from the sandbox and kept fresh.
const session = (key) => JSON.parse(sessionStorage.getItem(`sandbox.${key}`) ?? "null");
const remember = (key, value) => sessionStorage.setItem(`sandbox.${key}`, JSON.stringify(value));

export const state = {
  as: new URLSearchParams(location.search).get("as") ?? session("as"),
  me: null, team: null, app: {}, people: new Map(), channels: new Map(), commands: [], shortcuts: [],
  views: [], home: null, canAdvance: false, clock: 0, clockRead: 0, until: null,
  route: {}, messages: null, replies: null, notices: [], pending: [], online: true,
  drafts: session("drafts") ?? {}, read: session("read") ?? {}, since: session("since"),
};

/** Called after every change with what changed: "snapshot", "messages", "thread" or "online". */
const listeners = [];
export const onChange = (listener) => listeners.push(listener);
export const changed = (what) => listeners.forEach((listener) => listener(what));

async function call(path, options) {
  const answer = await fetch(path, options).catch(() => null);
  if (!answer) throw new Error("The sandbox does not answer. Is “make demo” still running?");
  const body = await answer.json().catch(() => ({ ok: false }));
  if (body.ok) return body;
  const reason = body.message || body.error || `The sandbox answered with an error (${answer.status}).`;
  throw Object.assign(new Error(reason), { code: body.error });
}

export const get = (verb, query) =>
  call(`/page/${verb}?${new URLSearchParams(Object.entries(query).filter(([, value]) => value))}`);

export const post = (verb, body) => call(`/page/${verb}`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: state.as, ...body }),
});

/** One fetch at a time; what is asked for meanwhile is fetched once more afterwards. */
function coalesce(work) {
  let running = null;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await work();
    } while (again);
  };
  return () => {
    if (running) again = true;
    else running = loop().finally(() => { running = null; });
    return running;
  };
}

async function loadSnapshot() {
  const asked = state.as;
  const body = await get("snapshot", { as: asked }).catch((error) => {
    if (asked && error.code) return get("snapshot", {}); // someone who is not here (any more)
    throw error;
  });
  if (asked !== state.as) return;
  Object.assign(state, {
    as: body.me.id, me: body.me, team: body.team, app: body.app ?? {}, commands: body.commands ?? [],
    shortcuts: body.message_shortcuts ?? [], views: body.views ?? [], home: body.home,
    canAdvance: body.can_advance, people: new Map(body.people.map((person) => [person.id, person])),
    channels: new Map(body.channels.map((channel) => [channel.id, channel])),
  });
  setClock(body);
  remember("as", state.as);
  if (!state.since || state.since > body.now + 60) remember("since", state.since = body.now);
  changed("snapshot");
}

async function loadMessages() {
  const { as, route: { channel } } = state;
  if (!channel) return;
  const body = await get("messages", { as, channel });
  if (as !== state.as || channel !== state.route.channel) return;
  state.messages = body.messages;
  markRead();
  changed("messages");
}

async function loadThread() {
  const { as, route: { channel, thread } } = state;
  if (!thread) return;
  const body = await get("messages", { as, channel, thread_ts: thread });
  if (as !== state.as || thread !== state.route.thread) return;
  state.replies = body.messages;
  changed("thread");
}

export const load = {
  snapshot: coalesce(loadSnapshot), messages: coalesce(loadMessages), thread: coalesce(loadThread),
};

export const refresh = () => Promise.all([load.messages(), load.thread()]);

/** What time it is, and until when the clock is being moved. */
export function setClock({ now, until }) {
  state.clock = now;
  state.until = until;
  state.clockRead = performance.now();
}
export const clock = () => state.clock + (performance.now() - state.clockRead) / 1000;

export function markRead() {
  const channel = state.channels.get(state.route.channel);
  if (!channel) return;
  const newest = state.messages?.at(-1)?.ts ?? "0";
  state.read[`${state.as}/${channel.id}`] = Math.max(Number(channel.last_ts ?? 0), Number(newest));
  remember("read", state.read);
}

export const isUnread = (channel) => channel.is_member !== false && channel.id !== state.route.channel
  && Number(channel.last_ts ?? 0) > (state.read[`${state.as}/${channel.id}`] ?? state.since ?? 0);

const draftKey = (channel, thread) => `${state.as}/${channel}/${thread ?? ""}`;
export const draft = (channel, thread) => state.drafts[draftKey(channel, thread)] ?? "";
export function keepDraft(channel, thread, text) {
  if (text) state.drafts[draftKey(channel, thread)] = text;
  else delete state.drafts[draftKey(channel, thread)];
  remember("drafts", state.drafts);
}

const SLACKBOT = { id: "USLACKBOT", name: "slackbot", real_name: "Slackbot", color: "64748b", tz: "UTC" };
export const person = (id) => state.people.get(id) ?? (id === SLACKBOT.id ? SLACKBOT : null)
  ?? { id, name: id || "someone", real_name: id || "Someone", tz: "UTC", is_bot: false };
export const nameOf = (id) => person(id).real_name || person(id).name;
export const appDm = () => [...state.channels.values()].find((channel) => channel.with === state.app.user_id);
export const titleOf = (channel) => (channel.kind === "dm" ? nameOf(channel.with) : `#${channel.name}`);

export function switchTo(id) {
  state.as = id;
  Object.assign(state, { messages: null, replies: null, notices: [], pending: [], views: [], home: null });
  const address = new URL(location.href);
  if (address.searchParams.has("as")) {
    address.searchParams.set("as", id);
    history.replaceState(null, "", address);
  }
}

/** Keeps a socket to the sandbox open and says what it hears; gives back a way to stop. */
export function listen(as, onPush, onOnline) {
  let socket;
  let stopped = false;
  let wait = 250;
  const open = () => {
    if (stopped) return;
    socket = new WebSocket(`${location.origin.replace("http", "ws")}/page/socket?as=${encodeURIComponent(as)}`);
    socket.onopen = () => { wait = 250; onOnline(true); };
    socket.onmessage = (event) => onPush(JSON.parse(event.data));
    socket.onclose = () => {
      if (stopped) return;
      onOnline(false);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 4000);
    };
  };
  open();
  return () => { stopped = true; socket.close(); };
}
