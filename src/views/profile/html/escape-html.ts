// Text as it may stand in a page, between tags, in a quoted attribute, or in a block of data. Knows what ends
// such a place; nothing of pages.

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');
}

/** JSON that holds no end of its element, however the strings in it look. */
export function dataJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, codeOf);
}

function codeOf(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
