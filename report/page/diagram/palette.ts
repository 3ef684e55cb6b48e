/** The colours of the drawing, read from the style sheet, so that light, dark and print need no code. */

const NAMES = [
  'ink',
  'muted',
  'faint',
  'line',
  'surface',
  'accent',
  'client',
  'ok',
  'fail',
  'info',
  'bad',
  'cut',
  'fault',
  'clock',
  'cursor',
] as const;
export type Palette = Readonly<Record<(typeof NAMES)[number], string>> & { readonly font: string };

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const colours = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  return {
    ...(colours as Record<(typeof NAMES)[number], string>),
    font: style.getPropertyValue('--sans').trim(),
  };
}
