# Palabras que comparten documentos, correos y páginas.
product = BillCenter
