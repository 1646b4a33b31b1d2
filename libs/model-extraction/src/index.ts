export { composeQuestion, MAX_QUESTION_LENGTH, type Question } from './compose-question.js';
export { GUIDE_VERSION } from './guide.js';
export {
  type AskOptions,
  type Attempt,
  ModelClient,
  type ModelClientOptions,
  type ModelReply,
} from './model-client.js';
export { ModelError, type ModelErrorCode } from './model-error.js';
export { type DroppedFromAnswer, isReadableAnswer, readAnswer, type VerifiedAnswer } from './read-answer.js';
export { RequestPace } from './request-pace.js';
