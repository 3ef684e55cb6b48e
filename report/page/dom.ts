/** Building the page. Data only ever becomes text: nothing here reads markup. */

type Child = Node | string | number | undefined | false;

interface Props {
  readonly class?: string;
  readonly title?: string;
  readonly [attribute: string]: string | number | boolean | ((event: never) => void) | undefined;
}

/** An element with attributes (`on…` are listeners) and children; texts become text nodes. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function')
      element.addEventListener(name.slice(2), value as unknown as EventListener);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, ...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An element of a drawing. */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

export function add(parent: Element, ...children: Child[]): void {
  for (const child of children)
    if (child !== undefined && child !== false)
      parent.append(typeof child === 'number' ? String(child) : child);
}

export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  add(parent, ...children);
}

/** A text of foreign data, isolated so that right-to-left marks in it turn nothing around it. */
export function foreign(text: string, className = ''): HTMLElement {
  const element = document.createElement('bdi');
  if (className !== '') element.className = className;
  element.textContent = visible(text);
  return element;
}

/** Characters that have no look of their own, but change that of others, are shown by their numbers. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `⟨U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''}⟩`,
  );
}

/** A text cut to a length, for labels. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

export function button(label: string, onclick: () => void, props: Props = {}): HTMLButtonElement {
  return h('button', { type: 'button', ...props, onclick }, label);
}
