import type { ModelUsage } from '@parley/contracts';
import { z } from 'zod';
import type { Question } from './compose-question.js';
import { isReadableAnswer } from './read-answer.js';

/** As much of a chat completion as is looked at; endpoints add what they like. */
const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) }).nullish(),
});

const errorSchema = z.object({
  error: z.object({ code: z.union([z.string(), z.number()]).nullish(), type: z.string().nullish() }),
});

export type Tokens = Pick<ModelUsage, 'promptTokens' | 'completionTokens'>;

/** What one response to a question comes to. */
export type Completion = { readonly tokens: Tokens } & (
  | { readonly kind: 'answer'; readonly answer: string }
  | { readonly kind: 'refusal'; readonly refusal: string }
  | { readonly kind: 'unreadable'; readonly why: string }
);

/** Some four characters make a token of English; for endpoints that do not count. */
const estimate = (characters: number): number => Math.ceil(characters / 4);

/** Reads the body of a 200. What is no completion, or holds no answer of the shape that was asked for, is `unreadable`. */
export function readCompletion(body: string, question: Question): Completion {
  const asked = question.messages.reduce((sum, { content }) => sum + content.length, 0);
  const parsed = completionSchema.safeParse(parseJson(body));
  if (!parsed.success)
    return {
      kind: 'unreadable',
      why: 'it is no chat completion',
      tokens: { promptTokens: estimate(asked), completionTokens: estimate(body.length) },
    };
  const { choices, usage } = parsed.data;
  const content = choices[0]?.message.content ?? '';
  const tokens = {
    promptTokens: usage?.prompt_tokens ?? estimate(asked),
    completionTokens: usage?.completion_tokens ?? estimate(content.length),
  };
  const refusal = choices[0]?.message.refusal ?? '';
  if (refusal !== '') return { kind: 'refusal', refusal, tokens };
  if (choices[0]?.finish_reason === 'content_filter') return { kind: 'refusal', refusal: 'content_filter', tokens };
  if (isReadableAnswer(content)) return { kind: 'answer', answer: content, tokens };
  const cut = choices[0]?.finish_reason === 'length';
  return { kind: 'unreadable', why: cut ? 'it is cut off' : 'it does not have the shape asked for', tokens };
}

/** The code of an endpoint's error, where it is a plain word; never its message, which may repeat what was sent. */
export function errorCodeIn(body: string): string | null {
  const parsed = errorSchema.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { code, type } = parsed.data.error;
  const word = String(code ?? type ?? '');
  return /^[a-z][a-z0-9_.-]{0,60}$/i.test(word) ? word : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
