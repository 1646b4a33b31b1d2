/** The JSON that an address answers with 2xx, as the test knows it to be. */
export async function getJson<Body>(url: string): Promise<Body> {
  // What never answers has failed as much as what refuses.
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Body;
}
