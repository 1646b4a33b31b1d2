export { ALIKE, areAlike, clusterArticles, Groups, HEADS, type SignedArticle } from './cluster-articles.js';
export * from './regroup-articles.js';
export * from './signature.js';
