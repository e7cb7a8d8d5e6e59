# frozen_string_literal: true

require_relative "vector_case"

# The gem's public names are those of the shared table.
class ApiTest < VectorCase
  def setup
    @table = read("api")
    @block = @table["languages"]["ruby"]
  end

  # Ruby's form of a name: booleans end in a question mark.
  def in_ruby(name) = name.sub(/(\A|\.)is_(.*)/, '\1\2?')

  # Each concept of the table, with its name in Ruby.
  def concepts
    names = @table["functions"].keys
    @table["types"].each do |type, entry|
      names << type
      names.concat(entry["members"].keys.map { |member| "#{type}.#{member}" })
      names.concat(entry.fetch("parameters", []).map { |parameter| "#{type}(#{parameter})" })
    end
    names.to_h { |name| [name, @block["renamed"].dig(name, "name") || in_ruby(name)] }
  end

  def absent?(concept) = @block["absent"].key?(concept) || @block["absent"].key?(concept[/\A\w+(?=[.(])/])

  def expected = concepts.reject { |concept, _| absent?(concept) }.values

  # A class's public methods, without those that it inherits from Ruby or from another class of the gem.
  def members(type)
    modules = type.ancestors.take_while { |ancestor| ancestor != type.superclass }
    methods = modules.flat_map { |each| each.public_instance_methods(false) } + type.singleton_methods(false)
    methods.uniq.map { |method| "#{type.name.delete_prefix("Visitorseal::")}.#{method}" }
  end

  def parameters(type)
    return [] unless @table["types"].dig(type.name.delete_prefix("Visitorseal::"), "parameters")

    type.instance_method(:initialize).parameters.map { |_, name| "#{type.name.delete_prefix("Visitorseal::")}(#{name})" }
  end

  def types = Visitorseal.constants.map { |name| Visitorseal.const_get(name) }.grep(Class)

  def exported
    names = Visitorseal.singleton_methods(false).map(&:to_s) + Visitorseal.constants.map(&:to_s)
    names + types.flat_map { |type| members(type) + parameters(type) }
  end

  # The keywords of all public methods and of the constructors that the table does not describe.
  def keywords
    described = types.flat_map { |type| parameters(type) }
    methods = types.flat_map { |type| (type.public_instance_methods(false) + [:initialize]).map { |name| type.instance_method(name) } }
    methods.concat(Visitorseal.singleton_methods(false).map { |name| Visitorseal.method(name) })
    methods.flat_map do |method|
      names = method.parameters.filter_map { |kind, name| name if %i[key keyreq].include?(kind) }
      names.reject! { |name| described.include?("#{method.owner.name.delete_prefix("Visitorseal::")}(#{name})") } if method.name == :initialize
      names.map { |name| "#{name}:" }
    end
  end

  # Ruby, YAML and ActiveSupport call some methods of every class: `*.inspect`.
  def known?(name, names) = names.include?(name) || names.include?(name.sub(/\A\w+\./, "*."))

  def test_every_name_of_the_table_is_there
    assert_empty expected - exported
  end

  def test_every_public_name_is_in_the_table
    known = expected + @block["extra"].keys
    assert_empty((exported + keywords).uniq.reject { |name| known?(name, known) })
  end

  def test_a_name_that_is_listed_as_extra_is_there
    every = (exported + keywords).flat_map { |name| [name, name.sub(/\A\w+\./, "*.")] }
    assert_empty @block["extra"].keys - every
  end

  def test_what_is_listed_as_absent_or_renamed_is_not_there
    names = exported
    assert_empty(@block["absent"].keys.select { |concept| names.include?(in_ruby(concept)) })
    assert_empty(@block["renamed"].keys.select { |concept| names.include?(in_ruby(concept)) })
  end
end
