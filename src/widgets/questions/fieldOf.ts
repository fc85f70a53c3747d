import type { Question } from '../../trace';
import { benchField } from './benchField';
import { cellField } from './cellField';
import { choiceField } from './choiceField';
import type { AnswerField, FieldOptions } from './field';
import { numberField } from './numberField';
import { orderField } from './orderField';
import { placeField } from './placeField';
import { tableField } from './tableField';
import { textField } from './textField';

/** The field in which a question is answered. */
export function answerField(options: FieldOptions<Question>): AnswerField {
  const { question } = options;
  switch (question.form) {
    case 'number':
      return numberField({ ...options, question });
    case 'choice':
      return choiceField({ ...options, question });
    case 'place':
      return placeField({ ...options, question });
    case 'table':
      return tableField({ ...options, question });
    case 'order':
      return orderField({ ...options, question });
    case 'text':
      return textField({ ...options, question });
    case 'cell':
      return cellField({ ...options, question });
    case 'bench':
      return benchField({ ...options, question });
  }
}
