import { type Entry, entries, type Written } from './entry.ts'

const library = 'docs.python.org/3/library/'

const functions: readonly Written[] = [
  ['print(*objects, sep=" ", end="\\n")', 'Writes values to the output.'],
  ['len(s)', 'How many entries there are; of a tensor, the size of its first dimension.'],
  ['abs(x)', 'The size of a number or of each number of a tensor.'],
  ['max(iterable, *, key=None)', 'The largest entry, or the largest of several arguments.'],
  ['min(iterable, *, key=None)', 'The smallest entry, or the smallest of several arguments.'],
  ['sum(iterable, start=0)', 'Adds up the entries.'],
  ['round(number, ndigits=None)', 'Rounds to ndigits places behind the point; halves go to the even neighbour.'],
  ['isinstance(object, classinfo)', 'Whether an object is of a class.'],
  ['issubclass(class, classinfo)', 'Whether a class inherits from another.'],
  ['sorted(iterable, *, key=None, reverse=False)', 'A new list of the entries in order.'],
  ['reversed(seq)', 'The entries from the last to the first.'],
  ['all(iterable)', 'Whether every entry is true.'],
  ['any(iterable)', 'Whether one entry is true.'],
  ['repr(object)', 'The text that stands for a value in a program.'],
  ['pow(base, exp)', 'base to the power of exp.'],
  ['divmod(a, b)', 'a // b and a % b as a pair.'],
  ['hasattr(object, name)', 'Whether an object has an attribute of that name.'],
  ['getattr(object, name, default)', 'An attribute by its name.'],
  ['setattr(object, name, value)', 'Sets an attribute by its name.'],
  ['callable(object)', 'Whether it can be called.'],
  ['iter(object)', 'A walk through the entries, for next().'],
  ['next(iterator, default)', 'The next entry of a walk.'],
  ['filter(function, iterable)', 'The entries for which function is true.'],
  ['id(object)', 'A number that tells objects apart.'],
  ['hash(object)', 'A number for a key of a dictionary.'],
  ['ord(c)', 'The number of a letter.'],
  ['chr(i)', 'The letter of a number.'],
  ['format(value, format_spec="")', 'A value as text in a given form.'],
  ['bin(x)', 'A whole number in the digits 0 and 1.'],
  ['hex(x)', 'A whole number in sixteen digits.'],
  ['vars(object)', 'The attributes of an object as a dictionary.'],
  ['dir(object)', 'The names that an object has.'],
  ['globals()', 'The variables of the program.'],
  ['locals()', 'The variables just here.'],
  ['super()', 'The class that this one inherits from: super().__init__().'],
]

const classes: readonly Written[] = [
  ['float(x=0.0)', 'A number with a point: float("inf"), float(tensor).'],
  ['int(x=0)', 'A whole number; what is behind the point is cut off.'],
  ['str(object="")', 'A value as text.'],
  ['bool(x=False)', 'True or False.'],
  ['list(iterable=())', 'A list of the entries.'],
  ['tuple(iterable=())', 'A tuple of the entries: a list that cannot be changed.'],
  ['dict(**kwargs)', 'A dictionary: values by their keys.'],
  ['set(iterable=())', 'Each entry once, in no order.'],
  ['frozenset(iterable=())', 'A set that cannot be changed.'],
  ['range(start, stop, step=1)', 'Whole numbers from start to before stop; range(n) counts from 0.'],
  ['enumerate(iterable, start=0)', 'The entries with their numbers.'],
  ['zip(*iterables)', 'The first entries together, then the second, …'],
  ['map(function, iterable)', 'function of every entry.'],
  ['type(object)', 'The class of a value.'],
  ['object()', 'What every class inherits from.'],
  ['slice(start, stop, step)', 'What stands in x[start:stop:step].'],
  ['property(fget)', 'A method that is read like an attribute.'],
  ['staticmethod(function)', 'A method without self.'],
  ['classmethod(function)', 'A method of the class itself.'],
  ['complex(real=0, imag=0)', 'A complex number.'],
]

const errors: readonly Written[] = [
  ['Exception(*args)', 'What most errors inherit from.'],
  ['BaseException(*args)', 'What all errors inherit from.'],
  ['ValueError(*args)', 'A value that does not fit.'],
  ['TypeError(*args)', 'A value of the wrong class.'],
  ['IndexError(*args)', 'An index outside.'],
  ['KeyError(*args)', 'A key that is not there.'],
  ['AttributeError(*args)', 'An attribute that is not there.'],
  ['NameError(*args)', 'A name that is not defined.'],
  ['RuntimeError(*args)', 'What PyTorch raises most.'],
  ['ZeroDivisionError(*args)', 'A division by 0.'],
  ['AssertionError(*args)', 'What assert raises.'],
  ['ArithmeticError(*args)', 'What errors of numbers inherit from.'],
  ['OverflowError(*args)', 'A number that is too large.'],
  ['LookupError(*args)', 'What IndexError and KeyError inherit from.'],
  ['NotImplementedError(*args)', 'Something still to be written.'],
  ['RecursionError(*args)', 'A function that calls itself too deeply.'],
  ['MemoryError(*args)', 'More than fits.'],
  ['ImportError(*args)', 'A name that cannot be imported.'],
  ['ModuleNotFoundError(*args)', 'A module that is not there.'],
  ['StopIteration(*args)', 'The end of a walk.'],
  ['KeyboardInterrupt(*args)', 'The program was stopped by hand.'],
  ['UnboundLocalError(*args)', 'A variable of a function that is not set yet.'],
]

/** Words of the language, with what they do. */
const keywords: readonly Written[] = [
  ['and', 'True where both are.'],
  ['as', 'Gives a name: import torch.nn as nn.'],
  ['assert', 'Stops with AssertionError unless what follows is true.'],
  ['break', 'Leaves the loop.'],
  ['class', 'Begins a class of your own.'],
  ['continue', 'Goes on with the next round of the loop.'],
  ['def', 'Begins a function of your own.'],
  ['del', 'Takes a name or an entry away.'],
  ['elif', 'Another case of an if.'],
  ['else', 'What is done otherwise.'],
  ['except', 'What is done where the try before it fails.'],
  ['False', 'The value of what is not so.'],
  ['finally', 'What is done after a try, whatever happened.'],
  ['for', 'Walks through entries: for i in range(10):'],
  ['from', 'Takes names from a module: from torch import nn.'],
  ['global', 'The names that follow are those of the program.'],
  ['if', 'Does what follows where the test is true.'],
  ['import', 'Makes a module known: import torch.'],
  ['in', 'Whether an entry is there; in a for, where the entries come from.'],
  ['is', 'Whether both are the same object.'],
  ['lambda', 'A small function without a name: lambda x: x * x.'],
  ['None', 'The value that stands for nothing.'],
  ['nonlocal', 'The names that follow are those of the function around.'],
  ['not', 'True where what follows is not.'],
  ['or', 'True where one of both is.'],
  ['pass', 'Does nothing.'],
  ['raise', 'Stops with an error.'],
  ['return', 'Ends the function and gives its result.'],
  ['True', 'The value of what is so.'],
  ['try', 'Does what follows, and goes on at except where it fails.'],
  ['while', 'Repeats as long as the test is true.'],
  ['with', 'Does what follows inside something: with torch.no_grad():'],
  ['yield', 'Gives the next entry of a generator.'],
]

const mathematics: readonly Written[] = [
  ['sqrt(x)', 'The square root.'],
  ['exp(x)', 'e to the power of x.'],
  ['log(x, base)', 'The natural logarithm, or to a base.'],
  ['log2(x)', 'The logarithm to base 2.'],
  ['log10(x)', 'The logarithm to base 10.'],
  ['log1p(x)', 'log(1 + x), exact near 0.'],
  ['sin(x)', 'The sine, in radians.'],
  ['cos(x)', 'The cosine, in radians.'],
  ['tan(x)', 'The tangent, in radians.'],
  ['asin(x)', 'The angle whose sine is x.'],
  ['acos(x)', 'The angle whose cosine is x.'],
  ['atan(x)', 'The angle whose tangent is x.'],
  ['atan2(y, x)', 'The angle of the point (x, y).'],
  ['sinh(x)', 'The hyperbolic sine.'],
  ['cosh(x)', 'The hyperbolic cosine.'],
  ['tanh(x)', 'The hyperbolic tangent.'],
  ['fabs(x)', 'The size of a number.'],
  ['pow(x, y)', 'x to the power of y.'],
  ['floor(x)', 'Rounded down.'],
  ['ceil(x)', 'Rounded up.'],
  ['trunc(x)', 'Without what is behind the point.'],
  ['isnan(x)', 'Whether it is nan.'],
  ['isinf(x)', 'Whether it is infinite.'],
  ['isfinite(x)', 'Whether it is neither nan nor infinite.'],
]

const mathConstants: readonly Written[] = [
  ['pi', 'π = 3.14159…'],
  ['e', 'e = 2.71828…'],
  ['tau', '2π = 6.28318…'],
  ['inf', 'Infinity.'],
  ['nan', 'Not a number.'],
]

const ofLists: readonly Written[] = [
  ['append(x)', 'Puts an entry at the end.'],
  ['extend(iterable)', 'Puts several entries at the end.'],
  ['insert(i, x)', 'Puts an entry before place i.'],
  ['pop(i=-1)', 'Takes an entry out and gives it.'],
  ['remove(x)', 'Takes the first entry out that equals x.'],
  ['index(x)', 'The place of the first entry that equals x.'],
  ['count(x)', 'How often x is there.'],
  ['reverse()', 'Turns the order around.'],
  ['clear()', 'Takes all entries out.'],
  ['copy()', 'A new list of the same entries.'],
  ['sort(*, key=None, reverse=False)', 'Puts the entries in order.'],
]

const ofTuples: readonly Written[] = [
  ['index(x)', 'The place of the first entry that equals x.'],
  ['count(x)', 'How often x is there.'],
]

const ofDicts: readonly Written[] = [
  ['keys()', 'The keys.'],
  ['values()', 'The values.'],
  ['items()', 'Keys with their values.'],
  ['get(key, default=None)', 'The value of a key, or default where there is none.'],
  ['pop(key, default)', 'Takes a key out and gives its value.'],
]

const ofTexts: readonly Written[] = [
  ['upper()', 'In capital letters.'],
  ['lower()', 'In small letters.'],
  ['strip()', 'Without the spaces around.'],
  ['startswith(prefix)', 'Whether it begins with a text.'],
  ['endswith(suffix)', 'Whether it ends with a text.'],
  ['split(sep=None)', 'Cut into a list at spaces or at sep.'],
  ['replace(old, new)', 'With one text in place of another.'],
  ['join(iterable)', 'Texts in a row, with this one between them.'],
  ['ljust(width)', 'Filled up with spaces at the right.'],
  ['rjust(width)', 'Filled up with spaces at the left.'],
]

const anchor =
  (page: string, before = '') =>
  (name: string): string =>
    `${library}${page}.html#${before}${name}`

/** Texts for what Python knows by itself, and for its `math`. */
export const pythonTexts: readonly Entry[] = [
  ...entries({ within: '', kind: 'function', page: anchor('functions') }, functions),
  ...entries({ within: '', kind: 'class', page: anchor('functions') }, classes),
  ...entries({ within: '', kind: 'class', page: anchor('exceptions') }, errors),
  ...entries(
    { within: '', kind: 'keyword', page: () => 'docs.python.org/3/reference/lexical_analysis.html#keywords' },
    keywords,
  ),
  ...entries({ within: 'math', kind: 'function', page: anchor('math', 'math.') }, mathematics),
  ...entries({ within: 'math', kind: 'constant', page: anchor('math', 'math.') }, mathConstants),
  ...entries({ within: 'list', kind: 'method', page: () => 'docs.python.org/3/tutorial/datastructures.html' }, ofLists),
  ...entries(
    { within: 'tuple', kind: 'method', page: () => `${library}stdtypes.html#common-sequence-operations` },
    ofTuples,
  ),
  ...entries({ within: 'dict', kind: 'method', page: anchor('stdtypes', 'dict.') }, ofDicts),
  ...entries({ within: 'str', kind: 'method', page: anchor('stdtypes', 'str.') }, ofTexts),
]
