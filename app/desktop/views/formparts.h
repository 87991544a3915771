#pragma once

#include <QString>

class QComboBox;
class QFormLayout;

namespace wick::desktop {

class RoleLabel;

// Parts that every form is made of, so that the fields of all of them stand below each other.

/// An empty form, labels at the left.
[[nodiscard]] QFormLayout* newForm();
/// The words beside a field, as wide as in every other form.
[[nodiscard]] RoleLabel* fieldLabel(const QString& words, const QString& tip = {});
/// A combo box as narrow as the column asks, whatever is in it.
[[nodiscard]] QComboBox* choiceBox(const QString& name);

} // namespace wick::desktop
