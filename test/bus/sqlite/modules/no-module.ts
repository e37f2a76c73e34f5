export default { name: 'No module', migrations: [], procedures: () => ({}) };
