"use strict";

// What a large page holds deflated (RFC 1951, in base64) is unpacked here and now: a browser's own DecompressionStream answers later, and a
// page that is printed cannot wait.
(() => {
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const LENGTHS = expand(257, 285, (code) => (code < 8 ? 0 : (code >> 2) - 1), 3);
  const DISTANCES = expand(0, 29, (code) => (code < 4 ? 0 : (code >> 1) - 1), 1);
  LENGTHS[28] = [258, 0];

  // The base and the extra bits of each code, in order.
  function expand(first, last, extraBits, base) {
    return Array.from({ length: last - first + 1 }, (_, code) => {
      const entry = [base, extraBits(code)];
      base += 1 << entry[1];
      return entry;
    });
  }

  // A canonical Huffman code as a table: what the next bits are, least significant first, gives symbol and length of the code they begin with.
  function makeCode(lengths) {
    const longest = Math.max(1, ...lengths), table = new Uint16Array(1 << longest);
    for (let length = 1, code = 0; length <= longest; length += 1, code <<= 1) {
      for (const [symbol, own] of lengths.entries()) {
        if (own !== length) continue;
        for (let at = reverse(code, length); at < table.length; at += 1 << length) table[at] = (symbol << 4) | length;
        code += 1;
      }
    }
    return { longest, table };
  }

  function reverse(code, length) {
    let reversed = 0;
    for (let bit = 0; bit < length; bit += 1) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
    return reversed;
  }

  const FIXED = [
    makeCode(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8))),
    makeCode(Array(30).fill(5)),
  ];

  class Bits {
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
      this.held = 0;
      this.count = 0;
    }

    take(wanted) {
      while (this.count < wanted) {
        if (this.at >= this.bytes.length) throw new RangeError("deflated data ends early");
        this.held |= this.bytes[this.at++] << this.count;
        this.count += 8;
      }
      const value = this.held & ((1 << wanted) - 1);
      this.held >>>= wanted;
      this.count -= wanted;
      return value;
    }

    decode({ longest, table }) {
      while (this.count < longest && this.at < this.bytes.length) {
        this.held |= this.bytes[this.at++] << this.count;
        this.count += 8;
      }
      const entry = table[this.held & (table.length - 1)], length = entry & 15;
      if (!length || length > this.count) throw new RangeError("deflated data holds an unknown code, or ends early");
      this.held >>>= length;
      this.count -= length;
      return entry >> 4;
    }
  }

  class Output {
    constructor(length) {
      this.bytes = new Uint8Array(length);
      this.at = 0;
    }

    reserve(more) {
      if (this.at + more <= this.bytes.length) return;
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.at + more));
      larger.set(this.bytes);
      this.bytes = larger;
    }

    repeat(distance, length) {
      this.reserve(length);
      for (let left = length; left > 0; left -= 1, this.at += 1) this.bytes[this.at] = this.bytes[this.at - distance];
    }
  }

  function readStored(bits, output) {
    bits.take(bits.count % 8);
    const length = bits.take(16);
    bits.take(16);
    output.reserve(length);
    for (let left = length; left > 0; left -= 1) output.bytes[output.at++] = bits.take(8);
  }

  function readCodes(bits) {
    const literals = bits.take(5) + 257, distances = bits.take(5) + 1, given = bits.take(4) + 4;
    const own = Array(19).fill(0);
    for (const symbol of ORDER.slice(0, given)) own[symbol] = bits.take(3);
    const code = makeCode(own), lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = bits.decode(code);
      if (symbol < 16) lengths.push(symbol);
      else if (symbol === 16) lengths.push(...Array(bits.take(2) + 3).fill(lengths.at(-1)));
      else lengths.push(...Array(symbol === 17 ? bits.take(3) + 3 : bits.take(7) + 11).fill(0));
    }
    return [makeCode(lengths.slice(0, literals)), makeCode(lengths.slice(literals))];
  }

  function readBlock(bits, output, [literals, distances]) {
    for (let symbol = bits.decode(literals); symbol !== 256; symbol = bits.decode(literals)) {
      if (symbol < 256) {
        output.reserve(1);
        output.bytes[output.at++] = symbol;
      } else {
        const [length, extra] = LENGTHS[symbol - 257];
        const run = length + bits.take(extra);
        const [distance, further] = DISTANCES[bits.decode(distances)];
        output.repeat(distance + bits.take(further), run);
      }
    }
  }

  function inflate(bytes) {
    const bits = new Bits(bytes), output = new Output(8 * bytes.length);
    for (let last = false; !last;) {
      last = bits.take(1) === 1;
      const kind = bits.take(2);
      if (kind === 0) readStored(bits, output);
      else readBlock(bits, output, kind === 1 ? FIXED : readCodes(bits));
    }
    return output.bytes.subarray(0, output.at);
  }

  function decodeBase64(text) {
    const binary = atob(text), bytes = new Uint8Array(binary.length);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
    return bytes;
  }

  evalkit.unpack = (text) => JSON.parse(new TextDecoder().decode(inflate(decodeBase64(text))));
})();
