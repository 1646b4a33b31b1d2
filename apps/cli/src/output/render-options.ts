/** What a renderer has to know about where its text goes. */
export interface RenderOptions {
  /** Columns there are. */
  readonly width: number;
  readonly color: boolean;
}
