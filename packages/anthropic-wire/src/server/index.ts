export { readRequest, type MessagesRequest } from './read-request.ts';
