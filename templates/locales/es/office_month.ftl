# La primera página de la oficina y el mes.

nav-office = Oficina
nav-accounts = Cuentas
nav-money = Dinero
nav-post = Correo
nav-reports = Informes
nav-audit = Auditoría
home-month = El mes de { $period }
home-open-month = Abrir { $period }
home-now = Lo que necesita a una persona ahora
home-nothing = Nada espera a una persona.
home-unreached = Cuentas sin destinatario
home-unreached-hint = Las primeras por número. Asigne a cada una un contacto que reciba facturas.
worry-counts-differ = { $count ->
    [one] Los conteos del mes no coinciden: algo se perdió. Revíselo de inmediato.
   *[other] Los conteos del mes no coinciden: algo se perdió. Revíselo de inmediato.
}
worry-work-stopped = { $count ->
    [one] Un trabajo del mes se detuvo antes de terminar
   *[other] { $count } trabajos del mes se detuvieron antes de terminar
}
worry-failed-drafts = { $count ->
    [one] 1 cuenta no se pudo facturar
   *[other] { $count } cuentas no se pudieron facturar
}
worry-late-cases = { $count ->
    [one] 1 caso está atrasado
   *[other] { $count } casos están atrasados
}
worry-held-drafts = { $count ->
    [one] 1 borrador está retenido
   *[other] { $count } borradores están retenidos
}
worry-failed-mails = { $count ->
    [one] 1 mensaje no llegó o está en duda
   *[other] { $count } mensajes no llegaron o están en duda
}
worry-no-recipient = { $count ->
    [one] Nadie recibiría la factura de 1 cuenta
   *[other] Nadie recibiría las facturas de { $count } cuentas
}
worry-cases-due-soon = { $count ->
    [one] 1 caso vence en menos de dos horas
   *[other] { $count } casos vencen en menos de dos horas
}
worry-requests-to-review = { $count ->
    [one] 1 solicitud terminada espera la revisión de facturación
   *[other] { $count } solicitudes terminadas esperan la revisión de facturación
}
worry-credits-to-approve = { $count ->
    [one] 1 crédito espera aprobación
   *[other] { $count } créditos esperan aprobación
}
month-next-close = Lo siguiente: { $period } se cierra el { $time } MT.
month-next-issue = Lo siguiente: las facturas liberadas de { $period } salen el { $time } MT.
month-line = En qué punto está el mes
month-step-running = Fin del período
month-step-closing = Cierre
month-step-review = Revisión
month-step-issue = Emisión
month-step-mail = Envío por correo
month-is-done = Hecho
month-is-now = Ahora
month-is-ahead = Pendiente
month-held-count = { $count ->
    [one] 1 retenida
   *[other] { $count } retenidas
}
month-sent-of = { $sent } de { $all } enviados
month-documents = Documentos
month-documents-caption = La suma de borradores, retenidas y fallidas es lo esperado
month-drafted = En borrador
month-of-which-issued = { $count } ya emitidas
month-held = Retenidas
month-failed = Fallidas
month-expected = Cuentas esperadas
month-nothing = { $all } cuentas de facturación, { $count } sin nada que facturar.
month-no-run = { $count } cuentas de facturación. El período aún no se ha cerrado, así que no hay borradores.
month-not-finished = El cierre ha comenzado y no ha terminado.
month-agrees = Los conteos coinciden.
month-differs = Los conteos NO coinciden. Algo se perdió: avise a un administrador.
month-mail = Correo
month-mail-caption = La suma de los estados de los mensajes es el número de destinatarios
month-no-mail = No ha salido ninguna factura de este período.
month-mail-sent = Enviados
month-mail-queued = Sin intentar aún
month-mail-retrying = Se reintentan
month-mail-failed = Fallidos
month-mail-suppressed = Dirección ya rechazada
month-mail-recipients = Destinatarios
month-mail-more = En duda, porque se perdió la respuesta del servidor: { $doubt }. Facturas emitidas que nadie recibe: { $unread }.
month-earlier = Mes anterior
month-later = Mes siguiente
month-report = Informe (CSV)
month-job-check = Se comprueba lo que encontraría el cierre.
month-job-close = Se cierra el período.
month-job-issue = Se emite lo liberado.
month-job-by = Iniciado por { $who } el { $time } MT.
month-job-of = { $done } de { $total } listos
month-job-begins = Comienza …
month-job-hint = La página se actualiza sola cada tres segundos. Puede salir de ella: el trabajo continúa.
month-job-look = Actualizar ahora
month-stopped = { $job } Iniciado el { $time } MT, se detuvo antes de terminar.
month-stopped-log = El motivo está en el registro del programa.
month-stopped-again = No se ha perdido nada: inícielo de nuevo y continuará donde se detuvo.
month-check-now = Comprobar ahora
month-close = Cerrar el período
month-close-on = Continuar el cierre
month-close-failed = Intentar de nuevo las cuentas fallidas
month-issue = { $count ->
    [one] Emitir 1 factura
   *[other] Emitir { $count } facturas
}
month-closes-by-itself = Se cierra por sí solo el { $time } MT.
month-issues-by-itself = Lo liberado sale por sí solo el { $time } MT.
month-check = Comprobación antes del cierre
month-checked = Comprobado por { $who } el { $time } MT, con lo que se sabía entonces.
month-check-clean = No se encontró nada que necesite a una persona.
month-check-never = Este período no se ha comprobado. Una comprobación calcula cada factura con lo que se sabe hoy y no guarda ninguna.
month-what = Qué
month-where = Dónde mirar
month-warning-cannot-bill = No se puede facturar
month-warning-cannot-bill-text = Estas cuentas tienen llamadas sin tarifa: agregue la tarifa.
month-warning-no-recipient = Sin destinatario
month-warning-no-recipient-text = Nadie recibiría estas facturas: asigne a cada cuenta un contacto que reciba facturas.
month-warning-failed-address = Dirección fallida
month-warning-failed-address-text = La última factura no llegó a estas direcciones, que siguen siendo destinatarias.
month-warning-missing-glyph = Letra que falta
month-warning-missing-glyph-text = A las fuentes del documento les falta una letra de un nombre o una descripción.
month-warning-unreviewed-macd = Sin revisar
month-warning-unreviewed-macd-text = Estas solicitudes están terminadas. Lo que facturación no revise antes del cierre irá en una factura posterior.
month-warning-open-quote = Cotización abierta
month-warning-open-quote-text = El cliente no ha respondido a estas cotizaciones.
month-warning-unusual-change = Cambio inusual
month-warning-unusual-change-text = Los cargos nuevos difieren en más de la mitad, y en más de 100 US$, del promedio de los últimos tres meses.
month-warning-negative-total = Saldo a favor
month-warning-negative-total-text = El total es un saldo a favor: no hay nada que pagar.
month-unusual = Normalmente { $before }, ahora { $now }.
month-unusual-cause = Mayor cambio respecto a la última factura: { $cause } ({ $amount }).
month-undelivered = Mensajes que no llegaron
month-invoice = Factura
month-drafts = Borradores por cuenta
month-find = Buscar cuentas
month-text = Número o nombre
month-finding = Hallazgo
month-order = Orden
month-order-account = Por número de cuenta
month-order-change = El mayor cambio primero
month-finding-no-recipient = Sin destinatario
month-finding-negative-total = Saldo a favor
month-finding-large-change = Cambio grande
month-finding-missing-glyph = Letra que falta
month-finding-unreviewed-macd = Sin revisar
month-state-drafted = En borrador
month-state-released = Liberada
month-state-held = Retenida
month-state-carried = Incluida en un período posterior
month-state-failed = Fallida
month-state-issued = Emitida
month-state-nothing = Nada que facturar
month-moved-by = Por { $who } el { $time } MT.
month-before = Última factura
month-sum = { $count ->
    [one] Suma de 1 cuenta
   *[other] Suma de { $count } cuentas
}
month-no-match = Ninguna cuenta coincide
month-no-match-text = Pruebe con menos condiciones.
month-page-earlier = 100 anteriores
month-page-next = 100 siguientes
month-hold-shown = { $count ->
    [one] Retener el único borrador de esta lista que saldría
   *[other] Retener los { $count } borradores de esta lista que saldrían
}
month-hold-all = { $count ->
    [one] Retener 1 borrador
   *[other] Retener { $count } borradores
}
month-release-shown = { $count ->
    [one] Liberar el único borrador retenido de esta lista
   *[other] Liberar los { $count } borradores retenidos de esta lista
}
month-release-all = { $count ->
    [one] Liberar 1 borrador
   *[other] Liberar { $count } borradores
}
month-reason = Motivo
month-reason-free = Observación (opcional)
month-refused-not-over = El período no ha terminado. Se puede cerrar a partir del { $time } MT.
month-refused-closed = El cierre ha comenzado: revise los borradores.
month-refused-not-closed = El período no está cerrado, o su cierre no ha terminado.
month-refused-after = Primero va { $period }: ciérrelo antes, o se perdería lo que le corresponde.
month-refused-past = Ya no se puede cerrar: { $period } está cerrado e incluyó todo lo anterior.
month-refused-too-early = Las facturas salen a partir del { $time } MT, no antes.
month-refused-no-reason = Diga por qué se retiene: quien lo mire después debe entenderlo.
month-refused-running = Ya hay un trabajo del mes en curso. Espere a que termine.
month-refused-others = { $count ->
    [one] No se hizo nada: la lista cambió entretanto y ahora comprende 1 borrador. Revísela de nuevo.
   *[other] No se hizo nada: la lista cambió entretanto y ahora comprende { $count } borradores. Revísela de nuevo.
}
month-refused-changed = No se hizo nada. La cuenta { $account } está ahora así: { $state }.
draft-title = { $account }, { $period }
draft-pdf = PDF, marcado como borrador
draft-findings = Lo que se encontró
draft-hold = Retener este borrador
draft-hold-do = Retener
draft-release = Liberar este borrador
draft-release-do = Liberar
draft-redraft = Hacerlo de nuevo
draft-redraft-text = Después de una corrección. El nuevo borrador se retiene solo si sus propios hallazgos lo piden: una retención manual termina con el anterior.
draft-redraft-do = Hacer el borrador de nuevo
draft-none = No hay borrador
draft-none-text = La cuenta no se pudo calcular, no tiene nada que facturar o un período posterior la incluyó.
