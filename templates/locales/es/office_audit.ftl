# El registro de auditoría.

audit-title = Registro de auditoría
audit-lead = Quién hizo qué, cuándo, y qué había antes. Las filas solo se añaden; cada una lleva el hash de la anterior.
audit-find = Buscar en el registro
audit-verify = Verificar la cadena
audit-unbroken = La cadena está intacta: { $count } filas, revisada el { $time } MT.
audit-last-hash = Hash de la última fila:
audit-broken = La cadena está rota. Guarde una copia de la base de datos y avise a un administrador:
audit-row = Fila
audit-when = Cuándo (MT)
audit-who = Quién
audit-what = Qué
audit-subject = A qué
audit-detail = Detalle
audit-none = No se encontró nada
audit-none-text = No hay nada así escrito. “Quién” y “A qué” buscan el texto completo, “Qué” su comienzo.
audit-newest = Lo más nuevo
audit-older = Anteriores
