"""公文表单: what a centre prints — facts become a document, a document becomes PDF/A and XLSX; nothing is fetched here."""
