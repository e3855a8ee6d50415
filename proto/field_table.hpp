#pragma once
// The codec: turns a table of fields into reading and writing.
//
// Each struct of the model has one table, in the .cpp of its header:
//
//     void fields(either<info> auto& x, auto& visit) {
//         visit("name", x.name);
//         visit("value", x.value);
//     }
//     template struct codec<info>;
//
// Reading moves known values out of the document and leaves slots, so `rest` keeps the order of the
// keys and all that is unknown. What reads as zero stays in `rest` as it was received ("", [],
// null), and so do numbers and bools (1.0 stays 1.0). Writing fills the slots again, lets received
// values stand where the member still reads so, drops what was cleared since, and appends what is
// new.
//
// A file that nests a struct of another file says `extern template struct codec<…>` for it.

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>
#include <argocdpp/proto/metadata.hpp>

#include <algorithm>
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace argocdpp::proto {

/// T or const T, so that one table serves reading and writing.
template<class X, class T>
concept either = std::same_as<std::remove_const_t<X>, T>;

/// Where in the document reading is; a chain on the stack. The document itself is nullptr.
struct place {
    const place* outer = nullptr;
    std::string_view key;
    std::size_t index = 0; ///< counts where `key` is empty
};

/// Throws the format_error for a value of another type than expected.
[[noreturn]] void misfit(const place* at, std::string_view expected, const any& got);

template<class M>
concept scalar =
    std::same_as<M, bool> || std::same_as<M, long long> || std::same_as<M, std::optional<bool>> ||
    std::same_as<M, std::optional<long long>> || std::same_as<M, std::vector<long long>>;

// Values of each type that a member may have. take() reads `from`, which is neither null nor
// absent, and leaves a slot where it took the value away.

void take(std::string& into, any& from, const place* at);
void take(bool& into, any& from, const place* at);
void take(long long& into, any& from, const place* at);
void take(string_map& into, any& from, const place* at);
void take(any& into, any& from, const place* at);

template<class T>
void take(T& into, any& from, const place* at) {
    codec<T>::read(into, from, at);
    from = any::slot();
}

template<class T>
void take(std::optional<T>& into, any& from, const place* at) {
    take(into.emplace(), from, at);
}

template<class T>
void take(std::vector<T>& into, any& from, const place* at) {
    if (!from.is_array())
        misfit(at, "array", from);
    auto& items = from.items();
    into.resize(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const place item{at, {}, i};
        if constexpr (std::is_class_v<T> && !std::same_as<T, std::string>)
            codec<T>::read(into[i], items[i], &item);
        else
            take(into[i], items[i], &item);
    }
    if (!items.empty() && !scalar<std::vector<T>>)
        from = any::slot();
}

// given() is the value to write for a member, nothing for a zero.

std::optional<any> given(const std::string& value);
std::optional<any> given(bool value);
std::optional<any> given(long long value);
std::optional<any> given(const string_map& value);
std::optional<any> given(const any& value);

template<class T>
std::optional<any> given(const T& value) {
    any written = codec<T>::write(value);
    if (value.rest.is_null() && written.members().empty())
        return std::nullopt;
    return written;
}

/// One that is there is written even if it is zero: that is what optional is for.
template<class T>
std::optional<any> given(const std::optional<T>& value) {
    if (!value)
        return std::nullopt;
    if constexpr (std::same_as<T, bool>)
        return any(*value);
    else if constexpr (std::same_as<T, long long>)
        return any::integer(*value);
    else
        return codec<T>::write(*value);
}

template<class T>
std::optional<any> given(const std::vector<T>& value) {
    if (value.empty())
        return std::nullopt;
    array items;
    items.reserve(value.size());
    for (const auto& item : value) {
        if constexpr (std::same_as<T, std::string>)
            items.emplace_back(item);
        else if constexpr (std::same_as<T, long long>)
            items.push_back(any::integer(item));
        else
            items.push_back(codec<T>::write(item));
    }
    return items;
}

/// The first member of that name, or nullptr.
any* first_of(object& members, std::string_view key);
/// Puts a member's value into its place or behind the others; no value removes what is there.
void put(object& members, any* where, std::string_view key, std::optional<any> value);

struct field_reader {
    object& from;
    const place* at; ///< of the object

    template<class M>
    void operator()(std::string_view key, M& member) {
        any* value = first_of(from, key);
        const place here{at, key};
        if (value && !value->is_null())
            take(member, *value, &here);
    }
};

struct field_writer {
    object& into;

    template<class M>
    void operator()(std::string_view key, const M& member) {
        any* value = first_of(into, key);
        if (value && !value->is_slot() && stands(*value, member))
            return;
        put(into, value, key, given(member));
    }

  private:
    /// Whether the value received reads as what the member is now.
    template<class M>
    static bool stands(const any& value, const M& member) {
        if constexpr (scalar<M>) {
            M received{};
            any copy = value;
            if (!value.is_null())
                take(received, copy, nullptr);
            return received == member;
        } else {
            return !given(member);
        }
    }
};

template<class T>
void codec<T>::read(T& into, any& from, const place* at) {
    if (from.is_null()) {
        into.rest = any::slot(); // so that a null in a list is not written as {}
        return;
    }
    if (!from.is_object())
        misfit(at, "object", from);
    field_reader visit{from.members(), at};
    fields(into, visit);
    into.rest = std::move(from);
}

template<class T>
any codec<T>::write(const T& value) {
    object members;
    if (value.rest.is_object())
        members = value.rest.members();
    field_writer visit{members};
    fields(value, visit);
    if (members.empty() && value.rest.is_slot())
        return {};
    return members;
}

} // namespace argocdpp::proto
