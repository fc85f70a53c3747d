import type { QuestionOptions } from './question';

/**
 * Twelve ideas about recurrent networks, one question each. Every wrong answer is a belief that
 * tutorials teach or students bring, so a choice says which one somebody holds.
 */
export const inventoryItems: readonly QuestionOptions[] = [
  {
    id: 'state',
    question:
      'A recurrent network has read 60 days. What does its hidden state hold?',
    choice: [
      {
        text: 'The last 60 days, one after the other.',
        reply:
          'The state has as many numbers as units, however long the sequence is.'
      },
      {
        text: 'A fixed number of numbers into which all days were mixed.',
        right: true,
        reply: 'So old days share their room with all that came later.'
      },
      {
        text: 'The most important days; the others are deleted.',
        reply:
          'Nothing is picked out: each step mixes the whole state with the input.'
      },
      {
        text: 'What training found in the data; it is the same for every sequence.',
        reply:
          'That describes the weights. The state starts again for each sequence.'
      }
    ]
  },
  {
    id: 'shared-weights',
    question:
      'The same network reads a sequence that is twice as long. How many weights does it have then?',
    choice: [
      {
        text: 'Twice as many: each step has weights of its own.',
        reply:
          'The unrolled picture shows one cell many times: the weights are shared.'
      },
      {
        text: 'As many as before: every step uses the same weights.',
        right: true,
        reply: 'Length costs time and memory, not weights.'
      },
      {
        text: 'As many in the recurrent part, twice as many for the inputs.',
        reply: 'W meets one input at a time; it is shared over the steps too.'
      },
      {
        text: 'It cannot: a network is made for one length.',
        reply:
          'That is so for a window of fixed width. A recurrent step is repeated as often as needed.'
      }
    ]
  },
  {
    id: 'vanishing',
    question: 'Gradients vanish in a plain network. What does that mean?',
    choice: [
      {
        text: 'What happened long ago hardly moves the weights.',
        right: true,
        reply:
          'The gradient of the loss by an early state shrinks by a factor a step.'
      },
      {
        text: 'The network’s state becomes 0 after many steps.',
        reply:
          'That is the forward direction. The state can be large while gradients vanish.'
      },
      {
        text: 'The learning rate is too small, so nothing is learned.',
        reply: 'A larger rate enlarges all shares alike, near and far.'
      },
      {
        text: 'All gradients are 0, so training stops.',
        reply: 'The near steps still teach. What is far away is drowned.'
      }
    ]
  },
  {
    id: 'decay',
    question:
      'A memory is multiplied by 0.9 at each step. 10 steps leave about a third. What do 20 steps leave?',
    choice: [
      {
        text: 'Nothing: twice as many steps take twice as much.',
        reply: 'It is a share of what is left that goes, not an amount.'
      },
      {
        text: 'About a ninth.',
        right: true,
        reply: 'A third of a third.'
      },
      {
        text: 'About a sixth.',
        reply:
          'That halves the third. The second ten steps leave a third of it.'
      },
      {
        text: 'A third: it settles there.',
        reply: 'Multiplying goes on; it settles at 0.'
      }
    ]
  },
  {
    id: 'clipping',
    question: 'What does clipping the gradient by its norm mend?',
    choice: [
      {
        text: 'Vanishing gradients: small ones are made larger.',
        reply: 'It only shortens. What is short stays as it is.'
      },
      {
        text: 'Steps too long to recover from.',
        right: true,
        reply: 'It keeps the direction and limits the length.'
      },
      {
        text: 'Overfitting: weights cannot grow.',
        reply: 'It limits one step, not where many steps lead.'
      },
      {
        text: 'Both vanishing and exploding, since both are problems of size.',
        reply:
          'A short gradient passes as it is; what has vanished stays vanished.'
      }
    ]
  },
  {
    id: 'forget-gate',
    question: 'A forget gate is at f = 0.8 for one step. What happens to c?',
    choice: [
      {
        text: '80 % of it is forgotten.',
        reply: 'Its name misleads: f is the share that is kept.'
      },
      {
        text: '80 % of it is kept; what is written is added.',
        right: true,
        reply: 'c = f ⊙ c[t−1] + i ⊙ g.'
      },
      {
        text: 'It is kept, since the gate is above one half.',
        reply: 'A gate is no switch: it multiplies.'
      },
      {
        text: 'It is deleted with a probability of 20 %.',
        reply: 'Nothing is drawn at random; the gate multiplies.'
      }
    ]
  },
  {
    id: 'c-and-h',
    question: 'The output gate of an LSTM is 0 for one step. What is lost?',
    choice: [
      {
        text: 'The memory: c becomes 0.',
        reply: 'o acts between c and h; it does not touch c itself.'
      },
      {
        text: 'Nothing of c; h is 0 at this step.',
        right: true,
        reply: 'What is remembered and what is shown are two things.'
      },
      {
        text: 'This step’s input: it is not read.',
        reply: 'Reading is the work of i and g. They do not ask o.'
      },
      {
        text: 'Nothing at all: h and c are two names of the same state.',
        reply: 'h = o ⊙ tanh(c): with o = 0, h is 0 and c need not be.'
      }
    ]
  },
  {
    id: 'untrained',
    question:
      'An LSTM as PyTorch makes it (biases near 0), not trained. Does a gradient survive 60 steps in it?',
    choice: [
      {
        text: 'No: its forget gates are near one half.',
        right: true,
        reply:
          'One half sixty times is nothing. Training, or the bias, must open the gate.'
      },
      {
        text: 'Yes: an LSTM has no vanishing gradients.',
        reply:
          'It can keep them. With f near one half, half goes at every step.'
      },
      {
        text: 'Yes, but only through h, not through c.',
        reply:
          'The way through c is the better one, and it too is multiplied by f.'
      },
      {
        text: 'No: without training there are no gradients.',
        reply: 'Every network with a loss has gradients; training uses them.'
      }
    ]
  },
  {
    id: 'gates-learn',
    question: 'Who decides what the gates of a trained LSTM do on a given day?',
    choice: [
      {
        text: 'The day’s input and h[t−1], by learned weights.',
        right: true,
        reply: 'The weights are the same every day; the gates are not.'
      },
      {
        text: 'The programmer: gates are settings.',
        reply: 'Only how many units there are is set. The rest is computed.'
      },
      {
        text: 'Training: after it every gate has its fixed value.',
        reply: 'The weights are fixed. A gate moves with what it sees.'
      },
      {
        text: 'The cell state: a full memory opens the forget gate.',
        reply:
          'No gate reads c in the LSTM that is used today; they read h and x.'
      }
    ]
  },
  {
    id: 'more-gates',
    question:
      'An LSTM has three gates, a GRU two. Both have the same number of parameters. Which is better?',
    choice: [
      {
        text: 'The LSTM: more gates, more control.',
        reply: 'On many tasks nothing of that can be measured.'
      },
      {
        text: 'The GRU: it is the newer one.',
        reply: 'Newer, and on some tasks it loses: counting, for one.'
      },
      {
        text: 'That depends on the task; one must measure.',
        right: true,
        reply:
          'On counting the GRU loses, on much else they cannot be told apart.'
      },
      {
        text: 'Neither: both compute the same, written differently.',
        reply: 'A GRU cannot add up without limit: its state is a mean.'
      }
    ]
  },
  {
    id: 'order',
    question:
      'Rows of a table: age, income, number of children, one person a row, no time. What does a recurrent network over the three columns gain?',
    choice: [
      {
        text: 'It remembers the earlier columns, so it sees how they belong together.',
        reply: 'A dense layer sees all three at once, and forgets none.'
      },
      {
        text: 'Nothing, since its columns have no order.',
        right: true,
        reply:
          'What is no sequence is not made one by reading it from left to right.'
      },
      {
        text: 'It works with fewer data, because weights are shared.',
        reply:
          'Sharing helps where the same thing happens at each place. Age is no income.'
      },
      {
        text: 'It can be used for people in any order.',
        reply: 'That is so of every network that sees one row at a time.'
      }
    ]
  },
  {
    id: 'length',
    question:
      'A network is trained on windows of 200 days instead of 20. What does that say about its memory?',
    choice: [
      {
        text: 'It remembers 200 days.',
        reply:
          'How far back a network reads is one thing, how far it remembers another.'
      },
      {
        text: 'Too little: what it keeps depends on its gates.',
        right: true,
        reply: 'One has to measure: change an old input and see what moves.'
      },
      {
        text: 'It remembers less of each day, since the same room is shared by more.',
        reply:
          'Only if it kept them all. It keeps what helps, if the gradient gets there.'
      },
      {
        text: 'It needs ten times as many units to remember them.',
        reply:
          'One unit can hold one thing for a thousand steps; the gate decides.'
      }
    ]
  }
];
