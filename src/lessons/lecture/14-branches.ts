import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  changed,
  equal,
  type Figure,
  flow,
  flowNumbers,
  gathered,
  gradient,
  handed,
  inNumbers,
  literal,
  local,
  math,
  name,
  over,
  partial,
  plus,
  rule,
  say,
  share,
  sum,
  times,
  value,
} from '../prose.ts'

const branches = exampleNamed('branches')

const cancelling = edited(branches, [
  ['# Backprop with branches', '# Two roads that cancel'],
  ['w3 = torch.tensor(-1.0', 'w3 = torch.tensor(-1.5'],
])

const direct = `# Direct or total?
import torch

a = torch.tensor(3.0, requires_grad=True)

b = a + 1
J = a * b
J.backward()

print(a.grad)
`

/** A figure as it is where the two roads cancel. */
const cancelled = (figure: Figure) => changed('w3', literal(-1.5), figure)

const throughB = share('b', 'a')
const throughC = share('c', 'a')

export const lesson: Lesson = {
  id: 'branches',
  title: 'Backprop with branches',
  part: 'backpropagation',
  goal: 'Add the gradients that come back over all roads, in an order in which every bucket is full before it is used.',
  programs: { main: branches, cancelling, direct },
  beats: [
    {
      id: 'fork',
      title: say`The road forks at ${name('a')}`,
      text: [
        say`The value ${name('a')} is used twice: by ${name('b')} and by ${name('c')}. Both lead to ${name('y_hat')}. So there are *two* roads from ${name('w1')} to ${name('J')}.`,
        say`When ${name('w1')} changes a little, ${name('J')} feels it twice. How do the two effects come together?`,
      ],
      at: 'start',
      note: say`Take a vote: added, multiplied, averaged? Write all three down; each has its supporters.`,
    },
    {
      id: 'forward',
      title: say`Forward: one value, used twice`,
      text: [
        say`${equal(name('a'), rule('a'), inNumbers('a'), value('a'))} goes into ${equal(name('b'), rule('b'), value('b'))} and into ${equal(name('c'), rule('c'), value('c'))}.`,
        say`They meet again in ${equal(name('y_hat'), rule('y_hat'), inNumbers('y_hat'), value('y_hat'))}. The target is ${value('y')}, so the loss is ${equal(name('J'), value('J'))}.`,
      ],
      at: 'start',
      until: 'forward',
      note: say`Ask how often ${name('a')} is read. Who sees one road only will lose a share later.`,
    },
    {
      id: 'both-roads',
      title: say`Backward along both roads`,
      text: [
        say`From the seed to the output all is as on a single road: ${equal(partial('y_hat'), gradient('y_hat'))}. The sum hands this number to both of its terms.`,
        say`Then ${equal(partial('b'), gradient('b'))} and ${equal(partial('c'), gradient('c'))}. Which of the two is done first makes no difference: neither needs the other.`,
      ],
      at: 'seed',
      until: gathered('b'),
      note: say`Ask which of ${name('b')} and ${name('c')} has to come first: neither. Then ask the same about ${name('a')}.`,
    },
    {
      id: 'first-delivery',
      title: say`The first delivery into the bucket of ${name('a')}`,
      text: [
        say`The road through ${name('b')} brings ${equal(flow('b', 'a'), flowNumbers('b', 'a'), throughB)}. It drops into the bucket of ${name('a')}.`,
        say`Is ${name('a')} done now? No: ${name('c')} uses it as well, and has not delivered yet.`,
      ],
      at: handed('b', 'a'),
      note: say`Stop here. Ask whether ${name('a')} may hand on now. The bucket that is half full is the picture to remember.`,
    },
    {
      id: 'ask-a',
      title: say`What is ${partial('a')}?`,
      text: [
        say`In the bucket there is ${throughB}. The road through ${name('c')} is still to come: ${flow('c', 'a')}.`,
      ],
      at: handed('b', 'a'),
      until: gathered('a'),
      question: {
        ask: say`What is ${partial('a')} when both roads have delivered?`,
        choices: [
          {
            says: say`${gradient('a')}`,
            right: true,
            because: say`The road through ${name('c')} brings ${equal(flowNumbers('c', 'a'), throughC)}, and the bucket *adds*: ${equal(sum('a'), gradient('a'))}.`,
          },
          {
            says: say`${throughB}`,
            right: false,
            because: say`That is only the road through ${name('b')}.`,
          },
          {
            says: say`${throughC}`,
            right: false,
            because: say`That is only the road through ${name('c')}. A new delivery is added to the bucket; it does not take the place of what is in it.`,
          },
          {
            says: say`${times(throughB, throughC)}`,
            right: false,
            because: say`Along one road the *steps* are multiplied. Different roads are added.`,
          },
          {
            says: say`${over(plus(throughB, throughC), literal(2))}`,
            right: false,
            because: say`Not an average: both effects reach ${name('J')} in full.`,
          },
        ],
      },
      note: say`A minute. Ask the owners of a one-road answer which road they have taken: often they wrote over the first number with the second.`,
    },
    {
      id: 'bucket-closes',
      title: say`Both delivered: the bucket closes`,
      text: [
        say`${equal(partial('a'), sum('a'), gradient('a'))}. Only now may ${name('a')} hand on: ${equal(partial('w1'), flow('a', 'w1'), flowNumbers('a', 'w1'), gradient('w1'))}, and to ${name('x')} goes ${gradient('x')}.`,
        say`On the way the other weights got theirs: ${equal(partial('w2'), gradient('w2'))}, ${equal(partial('w3'), gradient('w3'))}, ${equal(partial('w4'), gradient('w4'))}, ${equal(partial('w5'), gradient('w5'))}.`,
      ],
      at: gathered('a'),
      until: 'end',
      show: { select: { of: 'a' } },
      note: say`Have the room say *plus equals* at each delivery. Then go quickly through the other weights; they are single roads.`,
    },
    {
      id: 'ask-order',
      title: say`Why must ${name('c')} be finished before ${name('a')}?`,
      text: [
        say`The backward pass visits the nodes in *reverse topological order*: a node comes only after everything that uses it.`,
      ],
      at: gathered('b'),
      question: {
        ask: say`Why does ${name('c')} have to be finished before ${name('a')} hands on?`,
        choices: [
          {
            says: say`${name('a')} needs the gradients of all its users`,
            right: true,
            because: say`Its bucket is full only when ${name('b')} *and* ${name('c')} have delivered. Until then it holds a part of the sum.`,
          },
          {
            says: say`Because ${name('c')} stands before ${name('b')} in the program`,
            right: false,
            because: say`The two could change places in the program. What counts is who uses whom.`,
          },
          {
            says: say`Because ${name('a')} has no value before that`,
            right: false,
            because: say`It has had its value, ${value('a')}, since the forward pass. What is not complete is its gradient.`,
          },
          {
            says: say`It need not: the order does not matter`,
            right: false,
            because: say`It does not matter between ${name('b')} and ${name('c')}. But ${name('a')} would hand on ${throughB} where ${gradient('a')} is right.`,
          },
        ],
      },
      note: say`Ask for the reason, not for the order. If someone says that the program demands it, swap its lines for ${name('b')} and ${name('c')}: the gradients stay.`,
    },
    {
      id: 'overwrites',
      title: say`The bug: ${math('=', '=')} where ${math('\\mathrel{+}=', '+=')} belongs`,
      text: [
        say`In this pass a delivery *takes the place* of what is in the bucket. The second one wins: ${name('a')} holds ${throughC}, and ${name('w1')} gets ${times(throughC, value('x'))} where ${gradient('w1')} is right.`,
        say`The program runs, the numbers look harmless, and the weight goes the wrong way or the wrong distance. All weights after the fork are still right.`,
      ],
      at: gathered('b'),
      until: 'end',
      show: { mistake: 'overwrites', select: { of: 'a' } },
      note: say`Ask what one would see of this bug in a log: nothing. Open the tab *Check*: comparing with the function itself is what finds it.`,
    },
    {
      id: 'too-early',
      title: say`The other bug: ${name('a')} hands on too early`,
      text: [
        say`Here ${name('a')} does add, but it hands on as soon as the first delivery is there. So ${name('w1')} gets ${times(throughB, value('x'))} where ${gradient('w1')} is right. The second delivery still arrives in the bucket, but nobody carries it on.`,
        say`That is what the order is for.`,
      ],
      at: 'end',
      show: { mistake: 'too-early', select: { of: 'w1' } },
      note: say`Compare with the beat before: there the bucket was wrong; here it is right in the end, and nobody carries it on. Ask for the visiting order that avoids it.`,
    },
    {
      id: 'ask-cancel',
      title: say`Bigger loss, bigger gradient?`,
      text: [
        say`Now set ${name('w3')} to ${cancelled(value('w3'))}. The output becomes ${cancelled(value('y_hat'))}, and ${name('J')} goes from ${value('J')} to ${cancelled(value('J'))}.`,
      ],
      at: 'end',
      show: { select: { of: 'w1' } },
      question: {
        ask: say`What is ${partial('w1')} then?`,
        choices: [
          {
            says: say`${cancelled(gradient('w1'))}`,
            right: true,
            because: say`The roads bring ${cancelled(throughB)} and ${cancelled(throughC)}: together ${cancelled(gradient('a'))}. Big loss, and yet the roads cancel.`,
          },
          {
            says: say`Still ${gradient('w1')}`,
            right: false,
            because: say`${name('w3')} lies on one of the two roads from ${name('w1')}, and it changes the error as well.`,
          },
          {
            says: say`${times(gradient('w1'), over(cancelled(value('J')), value('J')))}`,
            right: false,
            because: say`A gradient does not grow with the loss as such. It says what a small change would do, and here the two roads work against each other.`,
          },
        ],
      },
      note: say`Take bets; *bigger loss, bigger gradient* is popular. Afterwards drag ${name('w3')} slowly, and watch the gradient of ${name('w1')} pass through zero.`,
    },
    {
      id: 'cancel',
      title: say`Two roads that cancel`,
      program: 'cancelling',
      text: [
        say`${equal(partial('a'), sum('a'), gradient('a'))}. The curve shows it: ${name('J')} does not depend on ${name('w1')} here, whatever ${name('w1')} is. Yet the loss is ${value('J')}.`,
        say`So a gradient of zero does not mean that all is well. The other weights can still learn: ${equal(partial('w2'), gradient('w2'))}, ${equal(partial('w3'), gradient('w3'))}.`,
      ],
      at: 'end',
      show: { plot: { over: { of: 'w1' }, of: [{ of: 'J' }], derivative: true, beside: true } },
      note: say`Drag ${name('w1')} along the curve: flat. Ask whether the network is done, and point at the loss.`,
    },
    {
      id: 'direct-total',
      title: say`Direct or total?`,
      program: 'direct',
      text: [
        say`A road can also be a shortcut. ${equal(name('J'), rule('J'))} uses ${name('a')} itself, and ${equal(name('b'), rule('b'))} uses it too. With ${name('b')} held still, the slope is ${equal(name('b'), local('J', 'a'))}: the *direct* effect, one edge.`,
        say`But ${name('b')} does not stand still. Over it comes another ${share('b', 'a')}. The *total* effect is ${equal(sum('a'), gradient('a'))}, and that is what ends up in \`a.grad\`.`,
      ],
      at: 'end',
      show: { select: { of: 'a' } },
      slide: {
        erratum: 'E15',
        says: say`The derivative written with a straight ${math('d', 'd')} is called the total derivative; and the same curly ${math('\\partial', '∂')} stands for one edge and for all routes.`,
        right: say`With one variable, ${math('d', 'd')} is the ordinary derivative. The *total* derivative is the sum over all routes, which is what backprop computes: here the edge alone gives ${local('J', 'a')}, all routes together give ${gradient('a')}.`,
      },
      note: say`Ask for the slope with ${name('b')} held still, then without. Two students, two answers, both right: they answered different questions.`,
    },
    {
      id: 'aha',
      title: say`Roads add: ${math('\\mathrel{+}=', '+=')}, not ${math('=', '=')}`,
      text: [
        say`Every user of a value delivers its share, and the bucket adds them up: ${equal(partial('a'), sum('a'), gradient('a'))}. Reverse topological order exists so that every bucket is full before it is used.`,
      ],
      at: 'end',
      note: say`Ask which single sign in the code turns this right pass into the wrong one. The same sign returns when PyTorch adds from call to call.`,
    },
  ],
}
