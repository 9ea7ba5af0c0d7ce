import { type Entry, type EntryKind, entries, type Written } from './entry.ts'

/** What a module of Python has, by what the names are. */
interface Library {
  readonly says: string
  readonly functions?: readonly Written[]
  readonly classes?: readonly Written[]
  readonly constants?: readonly Written[]
}

const random: Library = {
  says: 'Random numbers of Python; torch.manual_seed does not touch them.',
  functions: [
    ['seed(a=None)', 'Starts the numbers anew: the same seed, the same numbers.'],
    ['random()', 'A number from 0 to before 1.'],
    ['uniform(a, b)', 'A number from a to b.'],
    ['getrandbits(k)', 'A whole number of k bits.'],
    ['randrange(start, stop=None, step=1)', 'One of the numbers of range(start, stop, step).'],
    ['randint(a, b)', 'A whole number from a to b, both included.'],
    ['choice(seq)', 'One of the entries.'],
    ['choices(population, weights=None, *, k=1)', 'k entries, each drawn anew.'],
    ['shuffle(x)', 'Puts the entries of a list in random order.'],
    ['sample(population, k)', 'k different entries.'],
    ['gauss(mu=0.0, sigma=1.0)', 'A normal random number.'],
    ['normalvariate(mu=0.0, sigma=1.0)', 'A normal random number.'],
    ['lognormvariate(mu=0.0, sigma=1.0)', 'e to the power of a normal random number.'],
    ['expovariate(lambd=1.0)', 'An exponentially distributed random number.'],
    ['triangular(low=0.0, high=1.0, mode=None)', 'A random number, most often near mode.'],
  ],
  classes: [['Random(x=None)', 'A source of random numbers of its own.']],
}

const abc: Library = {
  says: 'Classes that leave methods to those that inherit from them.',
  functions: [['abstractmethod(funcobj)', 'Marks a method that those who inherit must write.']],
  classes: [['ABC()', 'What such a class inherits from.']],
}

const time: Library = {
  says: 'Clocks.',
  functions: [
    ['time()', 'Seconds since 1970.'],
    ['perf_counter()', 'Seconds of a clock, to measure how long something takes.'],
    ['monotonic()', 'Seconds of a clock that never goes back.'],
    ['process_time()', 'Seconds that the program has computed.'],
    ['time_ns()', 'Billionths of a second since 1970.'],
    ['perf_counter_ns()', 'Billionths of a second of a clock.'],
    ['sleep(secs)', 'Waits; here it goes on at once.'],
  ],
}

const collections: Library = {
  says: 'More kinds of lists and dictionaries.',
  functions: [['namedtuple(typename, field_names)', 'A class of tuples whose entries have names.']],
  classes: [
    ['defaultdict(default_factory=None)', 'A dictionary that makes a value for a key it does not have.'],
    ['Counter(iterable=None)', 'How often each entry is there.'],
    ['OrderedDict(iterable=None)', 'A dictionary that can be put in order.'],
    ['deque(iterable=(), maxlen=None)', 'A list that is quick at both ends.'],
  ],
}

const ofDeques: readonly Written[] = [
  ['append(x)', 'Puts an entry at the right end.'],
  ['appendleft(x)', 'Puts an entry at the left end.'],
  ['extend(iterable)', 'Puts several entries at the right end.'],
  ['extendleft(iterable)', 'Puts several entries at the left end.'],
  ['pop()', 'Takes the entry at the right end.'],
  ['popleft()', 'Takes the entry at the left end.'],
  ['rotate(n=1)', 'Moves all entries n places to the right, around.'],
  ['clear()', 'Takes all entries out.'],
  ['reverse()', 'Turns the order around.'],
  ['remove(value)', 'Takes the first entry out that equals value.'],
  ['index(x)', 'The place of the first entry that equals x.'],
  ['count(x)', 'How often x is there.'],
  ['insert(i, x)', 'Puts an entry before place i.'],
  ['copy()', 'A new deque of the same entries.'],
]

const itertools: Library = {
  says: 'Ways of walking through entries.',
  functions: [
    ['count(start=0, step=1)', 'start, start + step, … without end.'],
    ['cycle(iterable)', 'The entries again and again.'],
    ['repeat(object, times=None)', 'The same again and again.'],
    ['accumulate(iterable, function=None)', 'Running sums, or what function makes of them.'],
    ['chain(*iterables)', 'The entries of one after those of the other.'],
    ['islice(iterable, start, stop, step=1)', 'A stretch of a walk.'],
    ['takewhile(predicate, iterable)', 'The entries until predicate fails.'],
    ['dropwhile(predicate, iterable)', 'The entries from where predicate fails.'],
    ['filterfalse(predicate, iterable)', 'The entries for which predicate is false.'],
    ['pairwise(iterable)', 'Each entry with the next.'],
    ['starmap(function, iterable)', 'function of every tuple of arguments.'],
    ['compress(data, selectors)', 'The entries where selectors is true.'],
    ['product(*iterables, repeat=1)', 'All pairs, or longer tuples.'],
    ['permutations(iterable, r=None)', 'All orders of r entries.'],
    ['combinations(iterable, r)', 'All choices of r entries.'],
    ['combinations_with_replacement(iterable, r)', 'All choices of r entries, each as often as you like.'],
    ['zip_longest(*iterables, fillvalue=None)', 'Like zip, to the end of the longest.'],
    ['groupby(iterable, key=None)', 'Neighbours with the same key together.'],
    ['tee(iterable, n=2)', 'Several walks from one.'],
  ],
}

const functools: Library = {
  says: 'Functions of functions.',
  functions: [
    ['reduce(function, iterable, initial)', 'Joins entries two by two: function(function(a, b), c), …'],
    ['partial(func, *args)', 'A function with its first arguments given.'],
    ['wraps(wrapped)', 'Gives a decorated function the name of the one it wraps.'],
    ['cache(user_function)', 'Keeps what a function gave for the same arguments.'],
    ['lru_cache(maxsize=128)', 'Keeps what a function gave lately.'],
    ['total_ordering(cls)', 'Adds the missing comparisons to a class.'],
    ['cmp_to_key(func)', 'A key for sorting from a comparison.'],
  ],
}

const copy: Library = {
  says: 'Copies of objects.',
  functions: [
    ['copy(x)', 'A copy whose entries are the same objects.'],
    ['deepcopy(x)', 'A copy of everything in it: of a module, new parameters with the same numbers.'],
  ],
}

const dataclasses: Library = {
  says: 'Classes that mostly hold values.',
  functions: [
    ['dataclass(cls=None)', 'Gives a class an __init__ from its annotations.'],
    ['field(*, default, default_factory)', 'How a value of a data class begins.'],
    ['asdict(obj)', 'The values as a dictionary.'],
    ['astuple(obj)', 'The values as a tuple.'],
    ['replace(obj)', 'A copy with some values changed.'],
  ],
}

const two = (name: string, sign: string): Written => [`${name}(a, b)`, `What a ${sign} b gives.`]

const operator: Library = {
  says: 'Operators as functions.',
  functions: [
    ['neg(a)', 'What -a gives.'],
    ['contains(a, b)', 'Whether b is in a.'],
    ['getitem(a, b)', 'What a[b] gives.'],
    ['itemgetter(item)', 'A function that gives the entry item.'],
    ['attrgetter(attr)', 'A function that gives the attribute attr.'],
    two('add', '+'),
    two('sub', '-'),
    two('mul', '*'),
    two('truediv', '/'),
    two('floordiv', '//'),
    two('mod', '%'),
    two('pow', '**'),
    two('matmul', '@'),
    two('and_', '&'),
    two('or_', '|'),
    two('xor', '^'),
    two('lt', '<'),
    two('le', '<='),
    two('gt', '>'),
    two('ge', '>='),
    two('eq', '=='),
    two('ne', '!='),
    two('is_', 'is'),
    two('is_not', 'is not'),
  ],
}

const string: Library = {
  says: 'Letters and digits.',
  constants: [
    ['ascii_lowercase', 'The small letters a to z.'],
    ['ascii_uppercase', 'The capital letters A to Z.'],
    ['ascii_letters', 'The small and the capital letters.'],
    ['digits', 'The digits 0 to 9.'],
    ['hexdigits', 'The digits 0 to 9 and a to f.'],
    ['octdigits', 'The digits 0 to 7.'],
    ['punctuation', 'The marks such as ! and ?.'],
    ['whitespace', 'Spaces and line ends.'],
    ['printable', 'All that can be printed.'],
  ],
}

const warnings: Library = {
  says: 'Warnings; here none are shown.',
  functions: [
    ['filterwarnings(action, message="", category=None)', 'Which warnings are shown.'],
    ['simplefilter(action, category=None)', 'Which warnings are shown.'],
    ['warn(message, category=None)', 'Gives a warning.'],
  ],
}

const tqdm: Library = {
  says: 'Progress of loops; the page shows its own.',
  functions: [
    ['tqdm(iterable=None)', 'Walks through the entries.'],
    ['trange(n)', 'Walks through range(n).'],
  ],
}

const annotations =
  'Any List Dict Tuple Set FrozenSet Optional Union Callable Iterable Iterator Sequence Mapping Generator Type TypeVar Generic Literal Final ClassVar NoReturn Self TypeAlias Protocol Hashable Sized Collection Deque DefaultDict OrderedDict Counter Text'

const typing: Library = {
  says: 'Names of types for annotations, which are not looked at.',
  functions: [
    ['cast(typ, val)', 'val itself.'],
    ['overload(func)', 'Marks one of several ways to call a function.'],
  ],
  constants: [
    ...annotations.split(' ').map((name): Written => [name, 'A type for annotations, which are not looked at.']),
    ['TYPE_CHECKING', 'False while a program runs.'],
  ],
}

const libraries = {
  abc,
  random,
  time,
  collections,
  itertools,
  functools,
  copy,
  typing,
  dataclasses,
  operator,
  string,
  warnings,
  tqdm,
}

const pageOf = (module: string): string =>
  module === 'tqdm' ? 'tqdm.github.io' : `docs.python.org/3/library/${module}.html`

/** Texts for the modules of Python that a program can import, besides `math`. */
export const libraryTexts: readonly Entry[] = [
  ...Object.entries(libraries).flatMap(
    ([name, { says, functions = [], classes = [], constants = [] }]: [string, Library]) => {
      const group = (within: string, kind: EntryKind) => ({ within, kind, page: () => pageOf(name) })
      return [
        ...entries(group('', 'module'), [[name, says]]),
        ...entries(group(name, 'function'), functions),
        ...entries(group(name, 'class'), classes),
        ...entries(group(name, 'constant'), constants),
      ]
    },
  ),
  ...entries({ within: 'collections.deque', kind: 'method', page: () => pageOf('collections') }, ofDeques),
]
