# Las páginas de casos de los clientes.

case = Caso
case-opened = Abierto
case-ask = Hacer una pregunta
case-send = Enviar
case-your-words = Su mensaje
case-you-wrote = Lo que escribió

# La lista
case-list-intro = Disputas de cargos, preguntas sobre sus facturas y solicitudes de cambios. Para disputar un cargo, abra su factura y elija «Disputar» junto a la línea.
case-list-dispute = Disputar un cargo: elija la factura
case-list-due = Sabrá de nosotros a más tardar el
case-list-closes = Se cierra sin su respuesta el
case-list-closed = Cerrado el
case-tabs = Casos abiertos o cerrados
case-tab-open = Abiertos
case-tab-closed = Cerrados
case-none = No hay casos abiertos
case-none-text = Para disputar un cargo, abra su factura y elija «Disputar» junto a la línea. Para cualquier otra cosa sobre sus facturas, haga una pregunta.
case-none-closed = No hay casos cerrados
case-none-closed-text = Lo que queda resuelto permanece aquí, con todo lo que se dijo.
case-waits-confirm = Espera su confirmación
case-waits-answer = Espera su respuesta
case-waits-answered = Hemos respondido

# Una pregunta
case-ask-intro = Pregunte lo que quiera sobre sus facturas. Verá la respuesta aquí y la recibirá por correo electrónico.
case-ask-urgent = ¿Es urgente? Llámenos:
case-subject = Asunto
case-subject-missing = Diga en pocas palabras de qué se trata.
case-your-question = Su pregunta

# Una disputa
dispute-it = Disputar
dispute-charges = Disputar cargos
dispute-title = Disputar cargos de la factura { $invoice }
dispute-back = Volver a la factura
dispute-not-due = Lo que usted disputa no se debe pagar hasta que se decida; no genera recargos ni recordatorios. El resto de la factura se sigue debiendo.
dispute-taxes = Los impuestos van con el cargo: los de un cargo disputado también quedan en disputa.
dispute-last-day = Los cargos de esta factura se pueden disputar hasta el { $day }.
dispute-related = Sigue al caso
dispute-too-late = El plazo para disputar esta factura ha terminado
dispute-too-late-text = Los cargos se pueden disputar en los 180 días siguientes a la fecha de la factura; para esta fue hasta el { $day }. Aún puede preguntarnos sobre ella.
dispute-find = Buscar un cargo por su nombre o cuenta
dispute-find-hint = Busque primero, sin palabras para verlos todos: lo marcado o escrito abajo no se conserva al buscar.
dispute-find-none = Ningún cargo tiene estas palabras.
dispute-lines-shown = Se muestran { $shown } de { $all } cargos.
dispute-which = ¿Qué cargos?
dispute-left = Queda por disputar
dispute-amount = Importe en disputa
dispute-amount-unreadable = Indique un importe, por ejemplo 12,50.
dispute-line-credit = Crédito o sin costo: nada que disputar
dispute-line-exhausted = Ya está todo acreditado o en disputa
dispute-why = ¿Por qué?
dispute-reason = Motivo
dispute-reason-choose = Elija uno
dispute-reason-missing = Elija el motivo que mejor corresponda.
dispute-words = En sus palabras
dispute-words-hint = ¿Cuál debería ser el cargo y cómo podemos comprobarlo? Ayudan los números de pedido o de cancelación.
dispute-send = Abrir la disputa

# Un caso
case-done-opened = Lo hemos recibido. Le avisaremos por correo electrónico cuando respondamos; puede añadir algo aquí en todo momento.
case-done-comment = Su mensaje se ha enviado.
case-done-confirm = Gracias. El caso está cerrado.
case-done-reopen = El caso está abierto de nuevo.
case-done-withdraw = El caso se ha retirado y está cerrado.
case-done-escalate = El caso se ha escalado: se ha avisado al siguiente nivel.
case-comment = Escríbanos
case-is-it-resolved = ¿Está resuelto?
case-is-it-resolved-text = Creemos que sí. Confírmelo, por favor, o díganos qué falta.
case-confirm = Sí, está resuelto
case-not-resolved = No, reabrir el caso
case-what-is-missing = ¿Qué falta?
case-reopen = Reabrir el caso
case-reopen-text = Si al final no quedó resuelto, díganos qué falta y continuamos.
case-follow-on = ¿Falta algo más?
case-follow-on-text = Este caso ya no se puede reabrir. Un caso nuevo que le siga mantiene ambos unidos.
case-follow-on-do = Abrir un caso nuevo
case-dispute-again = Disputar los cargos de nuevo
case-more = Más
case-escalate = Escalar el caso
case-escalate-text = Se avisa de inmediato al siguiente nivel de la lista de arriba, que mirará el caso.
case-escalate-why = ¿Qué debe saber?
case-escalate-do = Escalar ahora
case-withdraw = Retirar el caso
case-withdraw-text = El caso se cierra sin respuesta. Se puede reabrir durante siete días.
case-withdraw-dispute-text = El caso se cierra y el importe disputado se debe de nuevo. El caso se puede reabrir durante siete días.
case-withdraw-request-text = El trabajo termina. Se factura lo trabajado hasta ahora; si no se trabajó nada, no se cobra nada. La solicitud se puede reabrir durante siete días.
case-withdraw-do = Retirarlo
