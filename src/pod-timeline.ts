/**
 * `<pod-timeline>`: a run inside another page as one element, see docs/embedding.md. Imports nothing: it is one file beside
 * embed.html, and finds that by its own address.
 */

const PASSED_ON = ['lanes', 'theme', 't', 'zoom', 'sel', 'seed', 'at', 'controls', 'edit', 'lang'] as const;

export class PodTimeline extends HTMLElement {
  static readonly observedAttributes = ['src', ...PASSED_ON];

  #frame: HTMLIFrameElement | undefined;
  #waiting: object[] = [];
  #isReady = false;

  connectedCallback(): void {
    if (this.#frame) return;
    this.style.display ||= 'block';
    const frame = document.createElement('iframe');
    frame.title = this.getAttribute('title') ?? 'Timeline of a Pod';
    frame.style.cssText = 'width: 100%; height: 100%; min-height: 260px; border: 0; color-scheme: normal';
    frame.allow = 'clipboard-write';
    this.#frame = frame;
    addEventListener('message', this.#listen);
    (this.shadowRoot ?? this.attachShadow({ mode: 'open' })).replaceChildren(frame);
    this.#show();
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#listen);
    this.#frame = undefined;
    this.#isReady = false;
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (this.#frame && before !== now) this.#show();
  }

  /** Shows another scenario. */
  open(text: string): void {
    this.send({ type: 'open', text });
  }

  play(): void {
    this.send({ type: 'play' });
  }

  pause(): void {
    this.send({ type: 'pause' });
  }

  seek(seconds: number): void {
    this.send({ type: 'seek', seconds });
  }

  /** Any message of the protocol; kept until the run can hear it. */
  send(message: object): void {
    if (this.#isReady) this.#frame?.contentWindow?.postMessage({ podloupe: 1, ...message }, new URL(import.meta.url).origin);
    else this.#waiting.push(message);
  }

  /** The YAML inside the element, in a script of a type that no browser runs. */
  get #text(): string | undefined {
    return this.querySelector('script[type="application/yaml"]')?.textContent?.replace(/^\s*\n/, '');
  }

  #show(): void {
    const text = this.#text;
    const src = this.getAttribute('src');
    const settings = PASSED_ON.flatMap((name) => {
      const value = this.getAttribute(name);
      return value === null ? [] : [`&${name}=${encodeURIComponent(value === '' && name === 'edit' ? 'true' : value)}`];
    });
    const payload = src === null ? (text === undefined ? '' : 'wait') : src.slice(src.indexOf('#') + 1);
    this.#isReady = false;
    this.#waiting = src === null && text !== undefined ? [{ type: 'open', text }] : [];
    const address = new URL(/* @vite-ignore */ './embed.html', import.meta.url);
    address.hash = `${payload}${settings.join('')}`;
    // Another fragment alone would not load the page anew
    address.search = `?${(shown += 1)}`;
    if (this.#frame) this.#frame.src = address.href;
  }

  readonly #listen = ({ source, data }: MessageEvent): void => {
    if (!this.#frame || source !== this.#frame.contentWindow || data?.podloupe !== 1) return;
    if (data.type === 'ready') {
      this.#isReady = true;
      for (const message of this.#waiting.splice(0)) this.send(message);
    }
    const { podloupe: _protocol, type, ...detail } = data;
    this.dispatchEvent(new CustomEvent(`pod-${type}`, { detail, bubbles: true }));
  };
}

let shown = 0;

if (!customElements.get('pod-timeline')) customElements.define('pod-timeline', PodTimeline);
