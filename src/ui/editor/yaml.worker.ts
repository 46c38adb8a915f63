// A worker of our own, so that the bundler sees it: what it runs is monaco-yaml's.
import 'monaco-yaml/yaml.worker.js';
