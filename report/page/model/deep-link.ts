/** What the address of the page says after `#`: which event, operation, tab and search to show. */

export interface DeepLink {
  readonly event?: number;
  readonly operation?: number;
  readonly tab?: string;
  readonly search?: string;
}

export function parseLink(hash: string): DeepLink {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const event = numberOf(fields.get('event'));
  const operation = numberOf(fields.get('operation'));
  const [tab, search] = [fields.get('tab'), fields.get('search')];
  return {
    ...(event === undefined ? {} : { event }),
    ...(operation === undefined ? {} : { operation }),
    ...(tab === null ? {} : { tab }),
    ...(search === null || search === '' ? {} : { search }),
  };
}

export function printLink({ event, operation, tab, search }: DeepLink): string {
  const fields = new URLSearchParams();
  if (event !== undefined && event > 0) fields.set('event', String(event));
  if (operation !== undefined) fields.set('operation', String(operation));
  if (tab !== undefined) fields.set('tab', tab);
  if (search !== undefined && search !== '') fields.set('search', search);
  const text = fields.toString();
  return text === '' ? '' : `#${text}`;
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
