export { readRequest, type MessagesRequest } from './read-request.ts';
export * from './answer.ts';
export { createEventWriter, type EventWriter, type EventWriterOptions } from './event-writer.ts';
export { messageStatusOf, writeMessageError, type WrittenMessageError } from './write-error.ts';
export { writeMessage } from './write-message.ts';
