# frozen_string_literal: true

require_relative "helper"

begin
  require "rbs"
rescue LoadError
  RBS = nil
end

# The type signatures in sig/ are valid RBS and match the classes.
class SignaturesTest < Minitest::Test
  FOLDER = File.expand_path("../sig", __dir__)
  # Ruby, Rails and YAML call these.
  UNSIGNED = %i[inspect to_s as_json initialize_copy marshal_dump marshal_load encode_with init_with pretty_print].freeze

  def setup
    skip "there is no rbs gem" unless RBS
    loader = RBS::EnvironmentLoader.new
    loader.add(path: Pathname(FOLDER))
    @builder = RBS::DefinitionBuilder.new(env: RBS::Environment.from_loader(loader).resolve_type_names)
  end

  def classes
    Visitorseal.constants.map { |name| Visitorseal.const_get(name) }.grep(Class)
  end

  def named(mod) = RBS::TypeName.new(name: mod.name.split("::").last.to_sym, namespace: RBS::Namespace.parse("::Visitorseal::"))

  # The parameters of a method, in words that Ruby and RBS share.
  def in_ruby(method)
    method.parameters.filter_map { |kind, name| %i[key keyreq].include?(kind) ? [kind, name] : [kind] unless kind == :block }.sort
  end

  def in_rbs(type)
    positional = [[:req]] * type.required_positionals.size + [[:opt]] * type.optional_positionals.size
    keywords = type.optional_keywords.keys.map { |name| [:key, name] } + type.required_keywords.keys.map { |name| [:keyreq, name] }
    rest = [*([:rest] if type.rest_positionals), *([:keyrest] if type.rest_keywords)]
    (positional + keywords + rest.map { |kind| [kind] }).sort
  end

  def assert_same_methods(mod, methods, definition)
    methods.each do |name|
      signature = definition.methods[name] or flunk("#{mod}##{name} has no signature")
      assert_equal in_rbs(signature.method_types.first.type), in_ruby(yield(name)), "#{mod}##{name}"
    end
  end

  def test_the_signatures_are_valid
    require "rbs/cli"
    output = StringIO.new
    RBS::CLI.new(stdout: output, stderr: output).run(["-I", FOLDER, "validate", "--silent"])
    assert_empty output.string
  end

  def test_every_public_method_has_its_signature
    classes.each do |mod|
      definition = @builder.build_instance(named(mod))
      methods = mod.public_instance_methods(false) - UNSIGNED
      methods.reject! { |name| name.end_with?("=") } if mod < Struct
      assert_same_methods(mod, methods, definition) { |name| mod.instance_method(name) }
    end
    root = RBS::TypeName.new(name: :Visitorseal, namespace: RBS::Namespace.root)
    assert_same_methods(Visitorseal, Visitorseal.singleton_methods(false), @builder.build_singleton(root)) do |name|
      Visitorseal.method(name)
    end
  end

  def test_every_signature_has_a_method
    classes.each do |mod|
      @builder.build_instance(named(mod)).methods.each do |name, signature|
        next unless signature.defined_in == named(mod) && signature.public?

        assert mod.method_defined?(name) || mod.private_method_defined?(name), "#{mod}##{name}"
      end
    end
  end
end
