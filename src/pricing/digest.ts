// A short fingerprint of a text, the same on every machine. Not for secrets: it is easily forged.

/** 16 hex digits: two 32-bit FNV-1a hashes with different starts. */
export function digest(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01234567;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x01000193);
  }
  return hex(a) + hex(b);
}

function hex(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, '0');
}
