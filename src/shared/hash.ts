// A small hash to tell byte sequences apart. Not for secrets: anyone can make two that agree.

/** 53 bits of two interleaved multiply-and-xor mixes, as 14 hex digits. */
export function hashBytes(bytes: Uint8Array): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    high = Math.imul(high ^ byte, 0x9e3779b1);
    low = Math.imul(low ^ byte, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  const value = (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);
  return value.toString(16).padStart(14, '0');
}
