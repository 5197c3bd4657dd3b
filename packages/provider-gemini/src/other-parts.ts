import { isJSONObject, type ContentPart, type JSONValue, type ProviderData } from '@sdk/core';
import { WIRE, type WirePart } from './wire.ts';

/** Fields of a part that are no data, but say more of it. */
const MODIFIERS = new Set(['thought', 'thoughtSignature', 'videoMetadata', 'mediaResolution', 'partMetadata', 'text', 'functionCall']);

/**
 * A part that is neither text nor a call of a function: files, what ran on Google's side, and what is not known here.
 * The last two keep the part as it came, to be sent back in its place.
 *
 * @param fallbackId The id of a call and its result where the vendor gives none.
 */
export function readOther(part: WirePart, fallbackId: string, model: string): ContentPart | undefined {
  const { inlineData, fileData, executableCode, codeExecutionResult, toolCall, toolResponse, thoughtSignature } = part;
  // Pictures that the model only thought of are no part of its answer.
  if (!part.thought) {
    const signed = thoughtSignature ? { providerData: { [WIRE]: { thoughtSignature, model } } } : {};
    if (inlineData) return { type: 'file', mediaType: inlineData.mimeType, data: inlineData.data, ...signed };
    if (fileData) return { type: 'file', mediaType: fileData.mimeType ?? 'application/octet-stream', url: fileData.fileUri, ...signed };
  }
  const providerData: ProviderData = { [WIRE]: { part, model } };
  if (executableCode) return ranCall('codeExecution', executableCode['id'], executableCode, fallbackId, providerData);
  if (codeExecutionResult) {
    const isError = codeExecutionResult['outcome'] !== 'OUTCOME_OK';
    return ranResult('codeExecution', codeExecutionResult['id'], codeExecutionResult, { isError, fallbackId, providerData });
  }
  if (toolCall) return ranCall(nameOf(toolCall['toolType']), toolCall['id'], toolCall['args'], fallbackId, providerData);
  if (toolResponse) {
    return ranResult(nameOf(toolResponse['toolType']), toolResponse['id'], toolResponse['response'], { isError: false, fallbackId, providerData });
  }
  const name = Object.keys(part).find((key) => !MODIFIERS.has(key));
  return name === undefined ? undefined : { type: 'opaque', name, providerData };
}

function ranCall(toolName: string, id: unknown, args: unknown, fallbackId: string, providerData: ProviderData): ContentPart {
  const given = isJSONObject(args) ? args : {};
  return { type: 'tool-call', toolCallId: idOf(id, fallbackId), toolName, arguments: given, providerExecuted: true, providerData };
}

interface Ran {
  isError: boolean;
  fallbackId: string;
  providerData: ProviderData;
}

function ranResult(toolName: string, id: unknown, result: JSONValue | undefined, { isError, fallbackId, providerData }: Ran): ContentPart {
  const failed = isError ? { isError } : {};
  return { type: 'tool-result', toolCallId: idOf(id, fallbackId), toolName, result: result ?? null, ...failed, providerExecuted: true, providerData };
}

function nameOf(toolType: unknown): string {
  return typeof toolType === 'string' && toolType !== '' ? toolType : 'tool';
}

function idOf(id: unknown, fallbackId: string): string {
  return typeof id === 'string' && id !== '' ? id : fallbackId;
}
