import type { Lesson, Show } from '../lesson.ts'
import { changed, equal, gradient, literal, local, name, partial, rule, say, slope, value } from '../prose.ts'

const program = (title: string, x: string): string => `# ${title}
import torch

x = torch.tensor(${x}, requires_grad=True)
w1 = torch.tensor(1.0, requires_grad=True)
b1 = torch.tensor(-1.0, requires_grad=True)
w2 = torch.tensor(-1.0, requires_grad=True)
b2 = torch.tensor(1.0, requires_grad=True)

f1 = w1 * x + b1
f2 = w2 * x + b2
a1 = torch.relu(f1)
a2 = torch.relu(f2)
y = a1 + a2
y.backward()

print(y, x.grad)
`

const main = program('|x − 1| from two ReLUs', '3.0')

const root = `# The same V as the root of a square
import torch

x = torch.tensor(1.0, requires_grad=True)

y = torch.sqrt((x - 1) ** 2)
y.backward()

print(y, x.grad)
`

const spellings = `# Two spellings of ReLU, on the kink
import torch

x = torch.tensor(0.0, requires_grad=True)
zero = torch.tensor(0.0)

a = torch.relu(x)
b = torch.maximum(x, zero)
y = a + b
y.backward()

print(x.grad)
`

const curves: Show = {
  plot: {
    over: { of: 'x' },
    of: [{ of: 'a1' }, { of: 'a2' }, { of: 'y' }],
    derivative: true,
    reach: [-3, 5],
    beside: true,
  },
}

export const lesson: Lesson = {
  id: 'abs-two-relus',
  title: '|x − 1| from two hinges',
  part: 'recap',
  goal: 'Build a V from two ReLUs with weights and biases, and say which of them gets a gradient.',
  programs: {
    main,
    left: program('|x − 1|, left of the kink', '-1.0'),
    kink: program('|x − 1|, on the kink', '1.0'),
    spellings,
    root,
  },
  fixed: [{ of: 'w1' }, { of: 'b1' }, { of: 'w2' }, { of: 'b2' }],
  beats: [
    {
      id: 'hinges',
      title: say`Two hinges that open in opposite directions`,
      text: [
        say`A ReLU with a weight and a bias is a hinge. The bias says where it bends, the sign of the weight says which way it opens. ${name('a1')} opens to the right, ${name('a2')} to the left; both bend at the same place.`,
        say`Drag the point along the axis: at any time only one of them is open.`,
      ],
      at: 'start',
      until: 'forward',
      show: curves,
      slide: {
        erratum: 'E29',
        says: say`Biases are folded into the weights on one slide, written out on another and absent on a third.`,
        right: say`Here they are leaves of their own. Without them there is no such V: with both biases zero, ${name('y')} at zero would be ${changed('b1', literal(0), changed('b2', literal(0), changed('x', literal(0), value('y'))))}, but it must be one.`,
      },
      note: say`Step through, then drag the point slowly from left to right and let the room say which hinge is open. Ask what a bias moves, then change ${name('b1')} and look.`,
    },
    {
      id: 'sum',
      title: say`Their sum is a V`,
      text: [
        say`${equal(name('y'), rule('y'), value('y'))}. Its slope is that of the open hinge: ${equal(partial('x'), gradient('x'))}.`,
      ],
      at: 'forward',
      until: 'end',
      show: curves,
      note: say`Drag across the kink and let the room call out the slope: it takes no value in between. Remind them of the maxout, which does the same in one unit.`,
    },
    {
      id: 'ask-unit',
      title: say`Which hidden unit gets a gradient?`,
      text: [say`${equal(name('f1'), value('f1'))} and ${equal(name('f2'), value('f2'))}.`],
      at: 'forward',
      until: 'end',
      question: {
        ask: say`Which hidden unit gets a gradient?`,
        choices: [
          {
            says: say`Only the one whose ReLU is on`,
            right: true,
            because: say`Its slope lets everything through: ${equal(partial('f1'), gradient('f1'))}, while ${equal(partial('f2'), gradient('f2'))}. So only its weight and its bias learn, with ${gradient('w1')} and ${gradient('b1')}.`,
          },
          { says: say`Both`, right: false, because: say`One of them is off; its slope, zero, lets nothing through.` },
          {
            says: say`Only the one whose ReLU is off`,
            right: false,
            because: say`Off means that its input is below zero; there the function is flat.`,
          },
          {
            says: say`Neither`,
            right: false,
            because: say`Then ${name('y')} would not change with ${name('x')} at all.`,
          },
        ],
      },
      note: say`Hands are enough. When you press on, point at the zero below the second unit: it is written out, a gradient that has been computed and is zero.`,
    },
    {
      id: 'left',
      program: 'left',
      title: say`On the other side the other hinge is open`,
      text: [
        say`Now ${equal(name('x'), value('x'))}: ${equal(partial('x'), gradient('x'))}. The weight and the bias of the closed hinge get ${gradient('w1')} and ${gradient('b1')}, those of the open one ${gradient('w2')} and ${gradient('b2')}.`,
      ],
      at: 'end',
      show: curves,
      note: say`Ask for all four numbers before you point at any. Two are zero because a gate is shut; the weight of the open hinge gets ${name('x')} = ${value('x')} times the slope of its gate, and so the input itself.`,
    },
    {
      id: 'ask-kink',
      program: 'kink',
      title: say`On the kink itself: what is ${partial('x')}?`,
      text: [say`${equal(name('x'), value('x'))}: both hinges stand exactly on their bend.`],
      at: 'forward',
      until: 'end',
      show: curves,
      question: {
        ask: say`On the kink itself: what is ${partial('x')}?`,
        choices: [
          {
            says: say`${gradient('x')}`,
            right: true,
            because: say`By convention: PyTorch takes ${local('a1', 'f1')} for the slope of a ReLU at zero. Any number between the slopes of the two sides would be a *subgradient*.`,
          },
          {
            says: say`${changed('x', literal(2), gradient('x'))}`,
            right: false,
            because: say`That is the slope of the right side.`,
          },
          {
            says: say`${changed('x', literal(0), gradient('x'))}`,
            right: false,
            because: say`That is the slope of the left side.`,
          },
          {
            says: say`An error`,
            right: false,
            because: say`Nothing fails: software picks a number. (Two beats on there is a spelling where it does go wrong.)`,
          },
        ],
      },
      note: say`Somebody will say that it is not defined, and is right. The question is what software does, and that is a choice. Watch for the belief that a kink makes training fail.`,
    },
    {
      id: 'spellings',
      program: 'spellings',
      title: say`Two spellings of ReLU, two conventions`,
      text: [
        say`\`relu\` and \`maximum\` with zero are one function. On the kink PyTorch gives the first one the slope ${local('a', 'x')}, the second ${local('b', 'x')}: each lies between the slopes of the two sides, each is a choice.`,
        say`Away from the kink they agree. In training one hardly ever stands exactly on it.`,
      ],
      at: 'end',
      slide: {
        erratum: 'E34',
        says: say`The layers of a network must be differentiable.`,
        right: say`Almost everywhere is enough: ReLU has no one slope on its kink, and software picks a number. Nor is differentiable enough: the slope of a sign is zero wherever it has one, and the layers before it do not learn.`,
      },
      note: say`Let them guess how PyTorch shares out a draw in \`maximum\`. If someone asks which of the two slopes is right: both are, each is a subgradient. Then drag ${name('x')} off the kink.`,
    },
    {
      id: 'root',
      program: 'root',
      title: say`The same V, and a gradient that is no number`,
      text: [
        say`The root of the square is the same function. On the kink, though, its gradient is ${gradient('x')}: the slope of the root at zero is infinite, the slope of the square is zero, and their product is nothing sensible.`,
        say`Same function, different formula, different gradient at the kink.`,
      ],
      at: 'end',
      note: say`Ask for a prediction before you read the text. A distance or a norm at zero is where this happens in real programs. Ask how to repair it: another formula, or a little something under the root.`,
    },
    {
      id: 'aha',
      title: say`A ReLU is a switch; the bias moves it`,
      text: [
        say`Backpropagation flows only through the switches that are on: ${equal(slope('y', 'f1'), local('y', 'f1'))} and ${equal(slope('y', 'f2'), local('y', 'f2'))}.`,
      ],
      at: 'end',
      show: curves,
      note: say`Ask what becomes of a unit whose switch is off for every sample. Nothing, for ever: keep the thought for the lessons on backpropagation.`,
    },
  ],
}
