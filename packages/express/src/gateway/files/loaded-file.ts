/** A file as it was found. */
export interface LoadedFile {
  bytes: Uint8Array;
  /** As its server says it, or the end of its name; `undefined` when neither does. */
  mediaType: string | undefined;
}

/** Why a file could not be loaded. The message is for the client. */
export class FileLoadError extends Error {}
