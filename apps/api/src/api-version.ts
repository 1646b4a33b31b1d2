/** Of the API's contract, as the OpenAPI document names it; grows with what it offers. */
export const API_VERSION = '0.1.0';
