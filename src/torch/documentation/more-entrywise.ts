import type { Written } from './entry.ts'

const entrywise = '(…) → (…)'
const broadcast = 'shapes broadcast'

/** The rarer functions that work element by element. */
export const moreEntrywise: readonly Written[] = [
  ['arcsin(input)', 'Another name of asin.', entrywise],
  ['arccos(input)', 'Another name of acos.', entrywise],
  ['arctan(input)', 'Another name of atan.', entrywise],
  ['arctan2(input, other)', 'Another name of atan2.', broadcast],
  ['asinh(input)', 'The number whose hyperbolic sine is x.', entrywise],
  ['arcsinh(input)', 'Another name of asinh.', entrywise],
  ['acosh(input)', 'The number whose hyperbolic cosine is x; nan below 1.', entrywise],
  ['arccosh(input)', 'Another name of acosh.', entrywise],
  ['atanh(input)', 'The number whose hyperbolic tangent is x.', entrywise],
  ['arctanh(input)', 'Another name of atanh.', entrywise],
  ['erfc(input)', '1 − erf(x), exact where erf is near 1.', entrywise],
  ['fix(input)', 'Another name of trunc.', entrywise],
  ['logit(input, eps=None)', 'log(x / (1 − x)): the inverse of the sigmoid.', entrywise],
  ['deg2rad(input)', 'Degrees as radians.', entrywise],
  ['rad2deg(input)', 'Radians as degrees.', entrywise],
  ['heaviside(input, values)', '0 below 0, 1 above 0, and the second tensor at 0.', broadcast],
  ['bitwise_and(input, other)', 'Bits that both have: what & does.', broadcast],
  ['bitwise_or(input, other)', 'Bits that one of both has: what | does.', broadcast],
  ['bitwise_xor(input, other)', 'Bits that just one of both has: what ^ does.', broadcast],
  ['bitwise_left_shift(input, other)', 'The bits moved up: what << does.', broadcast],
  ['bitwise_right_shift(input, other)', 'The bits moved down: what >> does.', broadcast],
  ['bitwise_not(input)', 'All bits turned round: what ~ does.', entrywise],
  ['clamp_min(input, min)', 'Each number, but not less than min.', entrywise],
  ['clamp_max(input, max)', 'Each number, but not more than max.', entrywise],
  ['nan_to_num(input, nan=None, posinf=None, neginf=None)', 'Numbers in place of nan and the infinities.', entrywise],
  ['signbit(input)', 'Where a number has a minus.', entrywise],
  ['positive(input)', 'The tensor itself.', entrywise],
  ['rsub(input, other, *, alpha=1)', 'other − alpha · input.', broadcast],
  ['fmax(input, other)', 'The larger of two numbers; of a nan and a number the number.', broadcast],
  ['fmin(input, other)', 'The smaller of two numbers; of a nan and a number the number.', broadcast],
  ['hypot(input, other)', '√(input² + other²).', broadcast],
  ['float_power(input, exponent)', 'input to the power of exponent, in float64.', broadcast],
]

/** Activations that `torch` has besides `torch.nn.functional`. */
export const sharedActivationTexts: readonly Written[] = [
  ['selu(input, inplace=False)', 'elu, scaled so that mean and variance settle.', entrywise],
  ['celu(input, alpha=1.0, inplace=False)', 'A smooth elu.', entrywise],
  ['hardshrink(input, lambd=0.5)', '0 where a number is nearer to 0 than lambd.', entrywise],
  ['threshold(input, threshold, value, inplace=False)', 'value where a number is not above the threshold.', entrywise],
  ['prelu(input, weight)', 'x above 0, weight · x below.', entrywise],
]

/** What `torch.special` holds here. */
export const specialTexts: readonly Written[] = [
  ['expit(input)', 'The sigmoid.', entrywise],
  ['erf(input)', 'The error function of each number.', entrywise],
  ['erfc(input)', '1 − erf(x).', entrywise],
  ['exp2(input)', '2 to the power of each number.', entrywise],
  ['expm1(input)', 'exp(x) − 1, exact near 0.', entrywise],
  ['log1p(input)', 'log(1 + x), exact near 0.', entrywise],
  ['logit(input, eps=None)', 'log(x / (1 − x)): the inverse of the sigmoid.', entrywise],
  ['round(input, *, decimals=0)', 'Each number rounded, halves to the even neighbour.', entrywise],
]
