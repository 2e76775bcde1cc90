// Numbers as base/number keeps them: an exact fraction num / (den * 10^scale) while it fits 64 bits, else a double.
// What is computed here and by hecun is the same, to the last digit.

const MAX64 = (1n << 63n) - 1n;
const POWERS = Array.from({length: 64}, (_, i) => 10n ** BigInt(i));

export const MISSING = Object.freeze({missing: true, exact: false, num: 0n, den: 1n, scale: 0, real: NaN});

const fits = (n) => n <= MAX64 && n >= -MAX64;
const bits = (n) => n.toString(2).length;

// n / d as a long double holds it: 64 bits, half to even. Gives a whole number and a power of two.
function round64(n, d) {
  let up = 66 - bits(n) + bits(d);
  if (up < 0) up = 0;
  const whole = (n << BigInt(up)) / d;
  let rest = (n << BigInt(up)) % d !== 0n;
  let down = bits(whole) - 64, m = whole;
  if (down > 0) {
    const half = 1n << BigInt(down - 1), low = whole & ((half << 1n) - 1n);
    m = whole >> BigInt(down);
    if (low > half || (low === half && (rest || m & 1n))) m++;
  } else {
    down = 0;
  }
  return {m, power: down - up};
}

// 64 bits to a double's 53.
function toDouble({m, power}) {
  return Number(m) * 2 ** power;
}

const seen = new Map();

// The nearest double of num / (den * 10^scale), by way of a long double as in C.
export function nearest(num, den, scale) {
  if (num === 0n) return 0;
  if (den === 1n && scale === 0) return Number(num);
  const key = den === 1n ? num * 16n + BigInt(scale) : null;
  if (key !== null && seen.has(key)) return seen.get(key);
  const below = den * POWERS[scale];
  const d = bits(below) <= 64 ? {m: below, power: 0} : round64(below, 1n);
  const q = round64(num < 0n ? -num : num, d.m);
  const real = toDouble({m: q.m, power: q.power - d.power}) * (num < 0n ? -1 : 1);
  if (key !== null) {
    if (seen.size > 200000) seen.clear();
    seen.set(key, real);
  }
  return real;
}

function exact(num, den, scale) {
  return {missing: false, exact: true, num, den, scale, real: nearest(num, den, scale)};
}

export function decimal(value, scale) {
  return value === null ? MISSING : exact(BigInt(value), 1n, scale);
}

export function real(value) {
  return value === null || Number.isNaN(value) ? MISSING
    : {missing: false, exact: false, num: 0n, den: 1n, scale: 0, real: value};
}

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

function make(num, den, scale, near) {
  const common = gcd(num < 0n ? -num : num, den);
  if (common > 1n) {
    num /= common;
    den /= common;
  }
  for (; scale > 0 && num % 10n === 0n; scale--) num /= 10n;
  return fits(num) && fits(den) ? exact(num, den, scale) : real(near);
}

function align(a, b) {
  const scale = Math.max(a.scale, b.scale);
  const na = a.num * POWERS[scale - a.scale], nb = b.num * POWERS[scale - b.scale];
  return fits(na) && fits(nb) ? {na, nb, scale} : null;
}

function combine(a, b, sign) {
  if (a.missing || b.missing) return MISSING;
  const near = sign > 0n ? a.real + b.real : a.real - b.real;
  if (!a.exact || !b.exact) return real(near);
  if (a.den === 1n && b.den === 1n && a.scale === b.scale) {
    const sum = a.num + sign * b.num;
    if (fits(sum)) return exact(sum, 1n, a.scale);
  }
  const to = align(a, b);
  if (!to) return real(near);
  return make(to.na * b.den + sign * to.nb * a.den, a.den * b.den, to.scale, near);
}

export const add = (a, b) => combine(a, b, 1n);
export const sub = (a, b) => combine(a, b, -1n);

export function div(a, b) {
  if (a.missing || b.missing || (b.exact ? b.num === 0n : b.real === 0)) return MISSING;
  const to = a.exact && b.exact ? align(a, b) : null;
  if (!to) return real(a.real / b.real);
  const num = to.na * b.den, den = to.nb * a.den;
  return make(den < 0n ? -num : num, den < 0n ? -den : den, 0, a.real / b.real);
}

export function compare(a, b) {
  if (a.missing || b.missing) return Number(a.missing) - Number(b.missing);
  const to = a.exact && b.exact ? align(a, b) : null;
  if (to) {
    const left = to.na * b.den, right = to.nb * a.den;
    return left > right ? 1 : left < right ? -1 : 0;
  }
  return a.real > b.real ? 1 : a.real < b.real ? -1 : 0;
}

// Half away from zero.
function divideRound(num, den) {
  const n = num < 0n ? -num : num, q = (2n * n + den) / (2n * den);
  return num < 0n ? -q : q;
}

// A double as a fraction, which it is.
function fraction(value) {
  let power = 0;
  while (!Number.isInteger(value) && power < 1100) {
    value *= 2;
    power++;
  }
  return {num: BigInt(value), den: 1n << BigInt(power)};
}

function digits(value, scale) {
  const text = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const whole = text.slice(0, text.length - scale);
  return {sign: value < 0n ? "-" : "", whole, rest: scale ? "." + text.slice(-scale) : ""};
}

// Rounded once, half away from zero; "" if missing; no "-0". With `group`, commas between thousands.
export function format(n, decimals, group = true) {
  if (n.missing) return "";
  const from = n.exact ? {num: n.num, den: n.den * POWERS[n.scale]} : fraction(n.real);
  const d = digits(divideRound(from.num * POWERS[decimals], from.den), decimals);
  return d.sign + (group ? d.whole.replace(/\B(?=(\d{3})+$)/g, ",") : d.whole) + d.rest;
}

// The shortest decimal: "12", "-0.5".
export function decimalText(value, scale) {
  const d = digits(value, scale);
  return d.sign + d.whole + d.rest.replace(/\.?0+$/, "");
}

// Unrounded: an exact decimal as its digits, anything else as the shortest double; "" if missing.
export function write(n) {
  if (n.missing) return "";
  return n.exact && n.den === 1n ? decimalText(n.num, n.scale) : String(n.real);
}

// "1500", "-0.25" to a number; null text is missing.
export function parse(text) {
  if (text === null) return MISSING;
  const m = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (!m || !(m[2] || m[3])) return MISSING;
  const rest = (m[3] ?? "").replace(/0+$/, "");
  const value = BigInt((m[2] || "0") + rest);
  return decimal(m[1] === "-" ? -value : value, rest.length);
}

// A mantissa brought to another scale, rounded half away from zero where that is smaller.
export function rescale(value, from, to) {
  if (value === null) return null;
  return to >= from ? value * POWERS[to - from] : divideRound(value, POWERS[from - to]);
}
