"""结算: fee lines, their way to the account, the sheet, the payment order, the tax file and the books."""
