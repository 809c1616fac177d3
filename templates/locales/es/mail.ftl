# El correo que trae una factura. Responde a lo mismo que la primera página de la factura.

mail-subject-due = Factura { $number } de { $provider }: { $amount } a pagar hasta el { $due } (cuenta { $account })
mail-subject-nothing = Factura { $number } de { $provider }: nada que pagar (cuenta { $account })
mail-subject-copy = Copia: { $subject }

mail-copy-note = Esto es una copia de una factura que ya le enviamos. Por favor, no la pague dos veces.
mail-greeting = Hola, { $name }:
mail-greeting-nobody = Hola:
mail-attached = Adjuntamos en PDF la factura de { $company } correspondiente a { $period }.
mail-linked = La factura de { $company } correspondiente a { $period } está lista para descargar.

mail-amount-due = Importe a pagar
mail-due-by = Vence el { $due }
mail-nothing-to-pay = Nada que pagar
mail-credit-note = Su cuenta tiene un saldo a favor de { $credit }. Lo aplicaremos a su próxima factura.
mail-settled-note = Su cuenta está saldada.
mail-due-by-text = Vencimiento

mail-account = Cuenta
mail-invoice-number = Factura
mail-invoice-date = Fecha de la factura
mail-period = Período facturado
mail-period-days = { $from } – { $to }

mail-summary = Resumen
mail-previous-balance = Saldo anterior
mail-payments = Pagos recibidos, gracias
mail-credits = Abonos
mail-adjustments = Ajustes
mail-balance-forward = Saldo pendiente
mail-recurring = Servicios mensuales
mail-catch-up = Cambios de servicios anteriores
mail-one-time = Cargos únicos
mail-usage = Llamadas
mail-taxes = Impuestos y tasas
mail-late-fee = Recargo por mora
mail-new-charges = Total de cargos nuevos
mail-credit-balance = Saldo a favor

mail-changes = Qué cambió desde el mes pasado
mail-changes-first = Esta es su primera factura.
mail-changes-same = Sus cargos nuevos son los mismos que el mes pasado: { $now }.
mail-changes-up = Sus cargos nuevos suben { $difference } respecto al mes pasado: { $now } en lugar de { $before }.
mail-changes-down = Sus cargos nuevos bajan { $difference } respecto al mes pasado: { $now } en lugar de { $before }.
mail-changes-shifted = Sus cargos nuevos suman lo mismo que el mes pasado, { $now }, pero cambiaron sus partes.
mail-last-month = Mes pasado
mail-this-month = Este mes
mail-change = Cambio

mail-pay = Cómo pagar
mail-pay-online = En línea
mail-pay-bank = ACH o transferencia
mail-pay-bank-details = { $bank }, número de ruta { $routing }, número de cuenta { $number }
mail-pay-check = Cheque
mail-pay-reference = Indique en su pago la cuenta { $account } y la factura { $number }.
mail-pay-warning = Nunca anunciamos nuevos datos bancarios por correo. Si un mensaje lo hace, llámenos antes de pagar.

mail-questions = ¿Preguntas?
mail-questions-call = Llame al { $phone } o escriba a { $email }.
mail-questions-dispute = Si no está de acuerdo con un cargo, reclámelo en el portal o con nosotros dentro de los 180 días siguientes a la fecha de la factura. El resto vence el { $due }.
mail-questions-dispute-nothing = Si no está de acuerdo con un cargo, reclámelo en el portal o con nosotros dentro de los 180 días siguientes a la fecha de la factura.

mail-portal = Ver todos los detalles en el portal
mail-download = Descargar la factura (PDF)
mail-link-note = El enlace es solo para usted y funciona hasta el { $expires }. Después encontrará la factura en el portal.
mail-footer = Recibe este mensaje porque figura como contacto de facturación de la cuenta { $account }. Puede cambiar los contactos en el portal.
